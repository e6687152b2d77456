import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory, tensor, variable } from '@tensorflow/tfjs-core';
import { assignInPlace, runningAverageUpdate, useBackend } from '../src/index.js';
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
      const weight = assignInPlace(variable(tensor([1, 2])));
      const average = variable(tensor([2, 2]));
      const clones = [weight.clone(), average.clone()];
      weight.assign(tensor([3, 4]));
      runningAverageUpdate(average, tensor([0, 4]), 0.5);
      expect(clones.map((clone) => [...clone.dataSync()])).toEqual([
        [1, 2],
        [2, 2],
      ]);
      expect([...weight.dataSync(), ...average.dataSync()]).toEqual([3, 4, 1, 3]);
    });
  });
});
