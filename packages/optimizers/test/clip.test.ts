import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { input, linear } from '@neutype/layers';
import { mul, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import { type Clip, gradientDescent } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

/** How one update of step 1 moves the weight and the bias of a unit whose gradients are 6 and 8 times `scale`. */
async function movesOf(clip: Clip, scale = 1): Promise<readonly number[]> {
  const network = input(1).to(linear(1, { weight: 0, bias: 0 }));
  const loss = {
    name: 'sum',
    compute: (targets: Tensor, outputs: Tensor) => sum(mul(targets, outputs)) as Scalar,
  };
  await gradientDescent(network, { clip, step: 1, loss }).train([[0.75]], [8 * scale], { epochs: 1 });
  const values = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  return values.map(([value]) => -(value as number));
}

describe('the option clip', () => {
  it('takes one limit, as the compiler knows', () => {
    // @ts-expect-error two limits
    const clip: Clip = { norm: 1, value: 2 };
    expect(() => gradientDescent(oneWeight(), { clip })).toThrow('got { norm, value }');
  });

  it.each<[string, Clip, readonly number[]]>([
    ['each number', { value: 7 }, [6, 7]],
    ['the norm of each parameter', { norm: 4 }, [4, 4]],
    ['the norm of all together', { globalNorm: 5 }, [3, 4]],
    ['nothing that is within the limit', { globalNorm: 10 }, [6, 8]],
  ])('limits %s', async (_, clip, expected) => {
    const moves = await movesOf(clip);
    for (const [index, move] of moves.entries()) expect(move).toBeCloseTo(expected[index] as number, 6);
  });

  it('limits negative numbers, too', async () => {
    expect(await movesOf({ value: 7 }, -1)).toEqual([-6, -7]);
  });

  it.each<Clip>([{ norm: 1 }, { globalNorm: 1 }])('leaves gradients of 0 at 0: %j', async (clip) => {
    expect((await movesOf(clip, 0)).map(Math.abs)).toEqual([0, 0]);
  });

  it('is logged as it was given', () => {
    const reporter = recorder();
    gradientDescent(oneWeight(), { clip: { globalNorm: 2 }, verbose: true, reporter });
    expect(reporter.lines).toContain('[OPTION] clip = { globalNorm: 2 }');
  });

  it.each<[unknown, string]>([
    [1, 'option clip: expected one of { value }, { norm } and { globalNorm }, got 1. '],
    [{}, 'got {  }.'],
    [{ norm: 1, value: 1 }, 'got { norm, value }.'],
    [{ maxNorm: 1 }, 'got { maxNorm }.'],
    [{ norm: 0 }, 'option clip, norm: expected a number above 0, got 0.'],
    [{ value: Number.NaN }, 'option clip, value: expected a number above 0, got NaN.'],
  ])('refuses %j', (clip, message) => {
    const make = () => gradientDescent(oneWeight(), { clip: clip as Clip });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each(['clipnorm', 'clipvalue', 'global_clipnorm', 'max_grad_norm'])(
    'is what %s is called here',
    (name) => {
      expect(() => gradientDescent(oneWeight(), { [name]: 1 })).toThrow("'clip'");
    },
  );
});
