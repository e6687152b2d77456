import { describe, expect, it } from '@jest/globals';
import { keptInWords, momentInWords } from '../src/page/timeline/timelineWords.js';

describe('a moment of a run in words', () => {
  it.each([
    [{ epoch: 3, lastEpoch: 10, accuracy: 0.9123 }, 'Epoch 3 of 10, 91.2 % right'],
    [{ epoch: 0, lastEpoch: 10, accuracy: undefined }, 'Before it had learnt anything'],
    [{ epoch: undefined, lastEpoch: 4, accuracy: 0.97 }, 'Now, after epoch 4, 97.0 % right'],
  ])('is %p: %s', (moment, words) => {
    expect(momentInWords(moment)).toBe(words);
  });

  it.each([
    [1, undefined],
    [2, 'So as not to fill the memory, every second epoch is kept.'],
    [8, 'So as not to fill the memory, every 8th epoch is kept.'],
  ])('says that of epochs every %p is kept: %s', (every, words) => {
    expect(keptInWords(every)).toBe(words);
  });
});
