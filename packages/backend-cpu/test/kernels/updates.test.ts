import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { worst } from '../support/double.js';
import { randomSource } from '../support/random.js';
import { values } from '../support/shapes.js';

const COUNTS = [0, 1, 2, 3, 4, 5, 63, 64, 65, 1000, 100_003];
const STEP = Math.fround(0.05);
/** A handful of roundings of numbers below 8. */
const BOUND = 8 * 2 ** -22;

function updated(kernel: string, inputs: Record<string, Float32Array>, attrs: object): Float32Array[] {
  const tensors: Record<string, Tensor> = {};
  for (const [name, data] of Object.entries(inputs))
    tensors[name] = tensor(data.slice(), [data.length], 'float32');
  tensors['step'] = tensor([STEP], [], 'float32');
  const outputs = engine().runKernel(kernel, tensors as never, attrs as never);
  expect(outputs).toEqual([]);
  return Object.keys(inputs).map((name) => tensors[name]!.dataSync<'float32'>());
}

describe.each(COUNTS)('updates of %i elements', (count) => {
  const random = randomSource(51);
  const parameter = values(count, random);
  const velocity = values(count, random);
  const gradient = values(count, random);

  it('NeutypeAssign copies every element and leaves the value alone', () => {
    const [target, value] = updated('NeutypeAssign', { target: parameter, value: gradient }, {});
    expect(target).toEqual(gradient);
    expect(value).toEqual(gradient);
  });

  it('NeutypeGradientDescentUpdate', () => {
    const [w, g] = updated('NeutypeGradientDescentUpdate', { parameter, gradient }, {});
    expect(
      worst(
        w!,
        parameter.map((value, index) => value - STEP * gradient[index]!),
      ),
    ).toBeLessThan(BOUND);
    expect(g).toEqual(gradient);
  });

  it.each([false, true])('NeutypeMomentumUpdate, Nesterov: %s', (nesterov) => {
    const inputs = { parameter, velocity, gradient };
    const [w, v] = updated('NeutypeMomentumUpdate', inputs, { momentum: 0.9, nesterov });
    const speed = Float64Array.from(velocity, (value, index) => 0.9 * value + gradient[index]!);
    const moved = Float64Array.from(parameter, (value, index) => {
      const ahead = nesterov ? gradient[index]! + 0.9 * speed[index]! : speed[index]!;
      return value - STEP * ahead;
    });
    expect(worst(v!, speed)).toBeLessThan(BOUND);
    expect(worst(w!, moved)).toBeLessThan(BOUND);
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
