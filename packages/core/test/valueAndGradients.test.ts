import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from '@jest/globals';
import { memory, mul, type Scalar, scalar, variable } from '@tensorflow/tfjs-core';
import { useBackend, valueAndGradients } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

it('valueAndGradients leaves nothing behind of a loss that throws, and works on', () => {
  const weight = variable(scalar(2));
  const before = memory().numTensors;
  const failing = () =>
    valueAndGradients(() => {
      mul(mul(weight, weight), weight);
      throw new Error('in the middle');
    }, [weight]);
  for (let times = 0; times < 3; times++) expect(failing).toThrow('in the middle');
  expect(memory().numTensors).toBe(before);
  const { value, gradients } = valueAndGradients(() => mul(weight, weight) as Scalar, [weight]);
  expect([value.dataSync()[0], gradients[0]!.dataSync()[0]]).toEqual([4, 4]);
  value.dispose();
  gradients[0]!.dispose();
  weight.dispose();
  expect(memory().numTensors).toBe(before - 1);
});
