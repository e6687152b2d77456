import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import {
  type AnyNetwork,
  input,
  join,
  keepPadding,
  layerNorm,
  type Part,
  parallel,
  positionalEncoding,
  positionEmbedding,
  repeat,
  transformerBlock,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

const PADDING = -2;
/** Three steps of four features, of which the second is padding. */
const STEPS = [1, 2, 3, 4, PADDING, PADDING, PADDING, PADDING, 5, 7, PADDING, 8];

/** What becomes of each of the steps. */
async function stepsAfter(part: Part): Promise<number[][]> {
  const network = input([3, 4]).to(part) as AnyNetwork;
  network.initialize(random(0));
  const y = [...(await network.forward(tensor(STEPS, [1, 3, 4]), { training: false }).data())];
  return [y.slice(0, 4), y.slice(4, 8), y.slice(8)];
}

const PADDED = [PADDING, PADDING, PADDING, PADDING];

describe('padding stays padding', () => {
  it.each<[string, Part]>([
    ['behind keepPadding', join(parallel(layerNorm({ beta: 3 }), join()), keepPadding(PADDING))],
    ['with sines', positionalEncoding({ maskValue: PADDING })],
    ['with learned positions', positionEmbedding(3, { maskValue: PADDING, weight: 1 })],
    ['through blocks that normalize first', repeat(transformerBlock(2, { maskValue: PADDING }), 2)],
    ['through blocks that normalize last', transformerBlock(2, { maskValue: PADDING, normFirst: false })],
  ])('%s, and the other steps do not', async (_, part) => {
    const [first, second, third] = await stepsAfter(part);
    expect(second).toEqual(PADDED);
    expect(first).not.toEqual(STEPS.slice(0, 4));
    expect(third).not.toEqual(STEPS.slice(8));
  });

  it('and what it holds makes no difference to the other steps', async () => {
    const block = transformerBlock(2, { maskValue: PADDING });
    const network = input([3, 4]).to(block) as AnyNetwork;
    const without = input([2, 4]).to(transformerBlock(2)) as AnyNetwork;
    for (const one of [network, without]) one.initialize(random(0));
    const [y, expected] = await Promise.all([
      network.forward(tensor(STEPS, [1, 3, 4]), { training: false }).data(),
      without
        .forward(tensor([...STEPS.slice(0, 4), ...STEPS.slice(8)], [1, 2, 4]), { training: false })
        .data(),
    ]);
    const present = [...y.slice(0, 4), ...y.slice(8)];
    const worst = Math.max(...present.map((value, at) => Math.abs(value - (expected[at] as number))));
    expect(worst).toBeLessThan(1e-5);
  });
});

it.each([
  ['no number', () => keepPadding('0' as never), 'keepPadding(maskValue): expected a finite number'],
  [
    'sequences of two lengths',
    () => parallel(input([3, 4]), input([2, 4])).to(keepPadding(0)),
    'layer keep-padding-1: expected two sequences of one length, [?, time, features], got [?, 3, 4] and [?, 2, 4].',
  ],
])('keepPadding refuses %s', (_, make, message) => expect(make).toThrow(message));
