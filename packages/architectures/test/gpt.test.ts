import '@neutype/backend-cpu';
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import { gpt } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

it('a GPT tells what comes next from what came before alone', async () => {
  const network = gpt({ vocabulary: 7, length: 5, width: 8, heads: 2, blocks: 2 });
  network.initialize(random(0));
  const [first, second] = await Promise.all(
    [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 6, 0],
    ].map(async (tokens) => [...(await network.forward(tensor(tokens, [1, 5]), { training: false }).data())]),
  );
  const threeTokens = 3 * 7;
  expect(first!.slice(0, threeTokens)).toEqual(second!.slice(0, threeTokens));
  expect(first!.slice(threeTokens)).not.toEqual(second!.slice(threeTokens));
});

it('a width that the heads of a GPT cannot share is refused', () => {
  expect(() => gpt({ vocabulary: 7, width: 10, heads: 4 })).toThrow(
    'layer multi-head-attention-1: expected features that 4 heads can share evenly, got 10 in [?, 64, 10].',
  );
});
