import { type KernelOf, NeutypeAssign, NeutypeRunningAverage } from '@neutype/core';
import type { TensorflowKernel } from './kernel.js';

const FLOAT = { T: { type: 'float32' } } as const;

export const assign: TensorflowKernel<KernelOf<typeof NeutypeAssign>> = {
  name: NeutypeAssign.kernel,
  run({ inputs, executor, residents }) {
    const assignment = executor.attributes('AssignVariableOp', () => ({ dtype: { type: 'float32' } }));
    const handle = residents.handleForUpdate(inputs.target);
    executor.run('AssignVariableOp', assignment, [handle, executor.id(inputs.value)], 0);
    return [];
  },
};

/** running <- running - rate * (running - batch). */
export const runningAverage: TensorflowKernel<KernelOf<typeof NeutypeRunningAverage>> = {
  name: NeutypeRunningAverage.kernel,
  run({ inputs, attrs: { rate }, executor, residents }) {
    const float = executor.attributes('float', () => FLOAT);
    const distance = executor.runForId('Sub', float, [
      executor.id(inputs.running),
      executor.id(inputs.batch),
    ]);
    const change = executor.runForId('Mul', float, [distance, executor.floatConstant(rate)]);
    const handle = residents.handleForUpdate(inputs.running);
    const assign = executor.attributes('AssignSubVariableOp', () => ({ dtype: { type: 'float32' } }));
    executor.run('AssignSubVariableOp', assign, [handle, change], 0);
    executor.release(distance, change);
    return [];
  },
};
