import {
  type KernelOf,
  NeutypeAssign,
  NeutypeGradientDescentUpdate,
  NeutypeMomentumUpdate,
  NeutypeRunningAverage,
} from '@neutype/core';
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

export const gradientDescentUpdate: TensorflowKernel<KernelOf<typeof NeutypeGradientDescentUpdate>> = {
  name: NeutypeGradientDescentUpdate.kernel,
  run({ inputs, executor, residents }) {
    const update = executor.attributes('ResourceApplyGradientDescent', () => FLOAT);
    const handle = residents.handleForUpdate(inputs.parameter);
    const step = executor.id(inputs.step);
    executor.run('ResourceApplyGradientDescent', update, [handle, step, executor.id(inputs.gradient)], 0);
    return [];
  },
};

/** TensorFlow's `ApplyMomentum` has exactly the meaning of ours: v <- μv + g; w <- w - α v or w - α (g + μv). */
export const momentumUpdate: TensorflowKernel<KernelOf<typeof NeutypeMomentumUpdate>> = {
  name: NeutypeMomentumUpdate.kernel,
  run({ inputs, attrs: { momentum, nesterov }, executor, residents }) {
    const update = executor.attributes(`ResourceApplyMomentum/${nesterov}`, () => ({
      ...FLOAT,
      use_nesterov: nesterov,
    }));
    executor.run(
      'ResourceApplyMomentum',
      update,
      [
        residents.handleForUpdate(inputs.parameter),
        residents.handleForUpdate(inputs.velocity),
        executor.id(inputs.step),
        executor.id(inputs.gradient),
        executor.floatConstant(momentum),
      ],
      0,
    );
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
