import { describe, expect, it } from '@jest/globals';
import { answerTo } from '../src/page/draw/answer.js';

function answer(sure: Readonly<Record<number, number>>, isDigit = true): string {
  const probabilities = Array.from({ length: 10 }, (_, digit) => sure[digit] ?? 0.001);
  return answerTo({ probabilities, isDigit });
}

describe('the answer to a drawing', () => {
  it('names one digit where the network is sure, and how sure it is', () => {
    expect(answer({ 7: 0.96 })).toBe('That is a 7 (96 %).');
    expect(answer({ 8: 0.9999 })).toBe('That is an 8 (over 99 %).');
  });

  it('names another one where the network hesitates', () => {
    expect(answer({ 7: 0.62, 1: 0.3 })).toBe('A 7, I think (62 %); or a 1 (30 %).');
    expect(answer({ 3: 0.45, 8: 0.44 })).toBe('A 3, I think (45 %); or an 8 (44 %).');
    expect(answer({ 8: 0.75 })).toBe('An 8, I think (75 %).');
  });

  it('is that there is no digit, with the one that comes closest', () => {
    expect(answer({ 3: 0.41 }, false)).toBe('That is no digit to me. It comes closest to a 3 (41 %).');
  });

  it('says where a network has diverged', () => {
    const probabilities = Array.from({ length: 10 }, () => Number.NaN);
    expect(answerTo({ probabilities, isDigit: true })).toBe('The network gives no numbers any more.');
  });
});
