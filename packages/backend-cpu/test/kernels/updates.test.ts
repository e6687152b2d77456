import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { worst } from '../support/double.js';
import { randomSource } from '../support/random.js';
import { values } from '../support/shapes.js';

const COUNTS = [0, 1, 2, 3, 4, 5, 63, 64, 65, 1000, 100_003];
/** A handful of roundings of numbers below 8. */
const BOUND = 8 * 2 ** -22;

function updated(kernel: string, inputs: Record<string, Float32Array>, attrs: object): Float32Array[] {
  const tensors: Record<string, Tensor> = {};
  for (const [name, data] of Object.entries(inputs))
    tensors[name] = tensor(data.slice(), [data.length], 'float32');
  const outputs = engine().runKernel(kernel, tensors as never, attrs as never);
  expect(outputs).toEqual([]);
  return Object.keys(inputs).map((name) => tensors[name]!.dataSync<'float32'>());
}

describe.each(COUNTS)('updates of %i elements', (count) => {
  const random = randomSource(51);
  const parameter = values(count, random);
  const gradient = values(count, random);

  it('NeutypeAssign copies every element and leaves the value alone', () => {
    const [target, value] = updated('NeutypeAssign', { target: parameter, value: gradient }, {});
    expect(target).toEqual(gradient);
    expect(value).toEqual(gradient);
  });

  it('NeutypeRunningAverage', () => {
    const [running] = updated(
      'NeutypeRunningAverage',
      { running: parameter, batch: gradient },
      { rate: 0.1 },
    );
    expect(
      worst(
        running!,
        parameter.map((value, index) => 0.9 * value + 0.1 * gradient[index]!),
      ),
    ).toBeLessThan(BOUND);
  });
});
