import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError, useBackend } from '@neutype/core';
import { abs, mean, mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { apply, input } from '../src/index.js';
import { outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

/** What JavaScript lets through and types do not. */
function untyped(value: unknown): never {
  return value as never;
}

describe('apply', () => {
  it('does what the function does, and has its gradient', () => {
    const network = input(3).to(apply(abs));
    const { y, dx } = outputAndGradients(network, { shape: [1, 3], data: [-1, 2, -3] }, [1, 10, 100]);
    expect(y).toEqual({ shape: [1, 3], data: [1, 2, 3] });
    expect(dx.data).toEqual([-1, 10, -100]);
  });

  it('changes the shape to what it says', () => {
    const average = (x: Tensor) => mean(x, 1);
    const listed = input([4, 2]).to(apply(average, { outputShape: [2] }));
    const found = input([4, 2]).to(apply(average, { outputShape: ([, features = 0]) => [features] }));
    for (const network of [listed, found]) {
      expect(network.outputShape).toEqual([2]);
      const x = tensor([0, 1, 2, 3, 4, 5, 6, 7], [1, 4, 2]);
      expect(network.forward(x).arraySync()).toEqual([[3, 4]]);
    }
  });

  it('hears whether it is in training', () => {
    const network = input(1).to(apply((x, { training }) => mul(x, training ? 2 : 1)));
    const outputOf = (training: boolean) => network.forward(tensor([[3]]), { training }).dataSync()[0];
    expect([outputOf(true), outputOf(false)]).toEqual([6, 3]);
  });

  it('is replayed where it says that it may be', () => {
    expect(input(3).to(apply(abs)).notReplayable).toBe('apply-1');
    expect(input(3).to(apply(abs, { replayable: true })).replayable).toBe(true);
  });

  it('refuses at the first pass what has another shape, with both', () => {
    const network = input([4, 2]).to(apply((x) => mean(x, 1)));
    expect(() => network.forward(tensor([0, 1, 2, 3, 4, 5, 6, 7], [1, 4, 2]))).toThrow(ShapeError);
    expect(() => network.forward(tensor([0, 1, 2, 3, 4, 5, 6, 7], [1, 4, 2]))).toThrow(
      'layer apply-1: expected an output of shape [1, 4, 2], which the layer announces, got [1, 2]. If forward is right, say so in outputShape, the batch left out: outputShape: () => [2].',
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'what is no function',
      () => apply(untyped('abs')),
      "apply(fn): expected a function of a tensor, got 'abs'.",
    ],
    [
      'what is no shape',
      () => apply(abs, { outputShape: untyped(0) }),
      'apply, option outputShape: expected a shape',
    ],
    ['a size below 1', () => apply(abs, { outputShape: [0] }), 'got [0]'],
    ['an unknown kind of output', () => apply(abs, { outputs: untyped('number') }), "got 'number'"],
    ['an unknown option', () => apply(abs, untyped({ output_shape: [2] })), "Did you mean 'outputShape'?"],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
