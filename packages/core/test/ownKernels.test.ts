import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory, type Tensor, type Tensor1D, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import {
  batchNormTraining,
  dropout,
  gradientDescentUpdate,
  momentumUpdate,
  runningAverageUpdate,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  stagedScalar,
  useBackend,
} from '../src/index.js';
import { operationCases } from '../src/testing/cases/operations.js';
import { checkGradientCase, scattered } from '../src/testing/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

beforeAll(() => useBackend('cpu'));

/** What `compute` gives composed of tfjs's operations, and with Neutype's kernels. */
async function bothForms(compute: () => Tensor[]): Promise<[number[][], number[][]]> {
  const read = () => tidy(() => compute().map((output) => [...output.dataSync()]));
  const composed = read();
  let fused: number[][] = [];
  await withReferenceKernels(() => {
    fused = read();
  });
  return [composed, fused];
}

async function expectAgreement(compute: () => Tensor[]): Promise<void> {
  const before = memory().numTensors;
  const [composed, fused] = await bothForms(compute);
  expect(fused.length).toBe(composed.length);
  fused.forEach((values, output) => {
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(composed[output]![i]!, 5);
    });
  });
  expect(memory().numTensors).toBe(before);
}

describe('with and without kernels of our own', () => {
  it.each(operationCases)('the gradient of $name agrees with central differences', async (gradientCase) => {
    await withReferenceKernels(async () => {
      const before = memory().numTensors;
      await checkGradientCase(gradientCase);
      expect(memory().numTensors).toBe(before);
    });
  });

  it('softmaxCrossEntropy agrees', () =>
    expectAgreement(() => [
      softmaxCrossEntropy(tensor(scattered(12, 0, 1), [4, 3]), tensor(scattered(12, -50, 50), [4, 3])),
    ]));

  it('sigmoidCrossEntropy agrees', () =>
    expectAgreement(() => [
      sigmoidCrossEntropy(tensor(scattered(12, 0, 1), [4, 3]), tensor(scattered(12, -50, 50), [4, 3])),
    ]));

  it('batchNormTraining agrees in its output and both statistics', () =>
    expectAgreement(() => {
      const { y, mean, variance } = batchNormTraining(
        tensor(scattered(24, -3, 5), [2, 2, 3, 2]),
        tensor([1.5, 0.5]) as Tensor1D,
        tensor([-1, 2]) as Tensor1D,
        1e-5,
      );
      return [y, mean, variance];
    }));

  it('dropout draws the same mask', () =>
    expectAgreement(() => {
      const counter = stagedScalar(3, 'int32');
      const y = dropout(tensor(scattered(101)), 0.3, [1, 2], counter);
      counter.dispose();
      return [y];
    }));

  it('updates leave clones of their variables as they were', async () => {
    await withReferenceKernels(() => {
      const weight = variable(tensor([1, 2]));
      const velocity = variable(tensor([0, 0]));
      const clones = [weight.clone(), velocity.clone()];
      const step = stagedScalar(0.5, 'float32');
      momentumUpdate(weight, velocity, tensor([2, 2]), step.tensor, { momentum: 0.9, nesterov: false });
      gradientDescentUpdate(weight, tensor([2, 2]), step.tensor);
      runningAverageUpdate(velocity, tensor([0, 4]), 0.5);
      expect(clones.map((clone) => [...clone.dataSync()])).toEqual([
        [1, 2],
        [0, 0],
      ]);
      expect([...weight.dataSync(), ...velocity.dataSync()]).toEqual([-1, 0, 1, 3]);
    });
  });

  it('updates agree', () =>
    expectAgreement(() => {
      const step = stagedScalar(0.1, 'float32');
      const gradient = tensor(scattered(6, -2, 2));
      const variables = [0, 1, 2, 3, 4, 5].map((i) => variable(tensor(scattered(6, -1, i))));
      const [plain, classic, classicVelocity, nesterov, nesterovVelocity, running] = variables;
      gradientDescentUpdate(plain!, gradient, step.tensor);
      for (let update = 0; update < 3; update++) {
        momentumUpdate(classic!, classicVelocity!, gradient, step.tensor, { momentum: 0.9, nesterov: false });
        momentumUpdate(nesterov!, nesterovVelocity!, gradient, step.tensor, {
          momentum: 0.9,
          nesterov: true,
        });
        runningAverageUpdate(running!, gradient, 0.1);
      }
      const results = variables.map((held) => held.clone());
      for (const held of variables) held.dispose();
      step.dispose();
      return results;
    }));
});
