import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory, tensor, variable } from '@tensorflow/tfjs-core';
import {
  gradientDescentUpdate,
  momentumUpdate,
  runningAverageUpdate,
  stagedScalar,
  useBackend,
} from '../src/index.js';
import { operationGradientCases } from '../src/testing/cases/operations.js';
import { checkGradientCase, checkOperation, operationCases } from '../src/testing/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

beforeAll(() => useBackend('cpu'));

async function leavesNothing(body: () => Promise<unknown>): Promise<void> {
  const before = memory().numTensors;
  await body();
  expect(memory().numTensors).toBe(before);
}

describe.each([
  ['composed', (body: () => Promise<void>) => body()],
  ["with Neutype's kernels", withReferenceKernels],
])('operations, %s', (_, within) => {
  it.each(operationCases)('$name agrees with its declaration and leaves no tensor', (operationCase) =>
    within(() => leavesNothing(() => checkOperation(operationCase))),
  );

  it.each(operationGradientCases)('the gradient of $name agrees with central differences', (gradientCase) =>
    within(() => leavesNothing(() => checkGradientCase(gradientCase))),
  );
});

describe("Neutype's kernels", () => {
  it('leave clones of the variables they change as they were', async () => {
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
});
