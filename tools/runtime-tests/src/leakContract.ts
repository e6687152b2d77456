import {
  compileStep,
  dense,
  dropout,
  softmaxCrossEntropy,
  stagedScalar,
  stagedTensor,
  valueAndGradients,
} from '@neutype/core';
import { scattered } from '@neutype/core/testing';
import { memory, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ContractCase } from './contractCase.js';
import { expectNoLeak } from './expect.js';
import { descend, follow, makeVariables } from './trainer.js';

/** Thousands of steps on as many tensors and bytes as the first ones. */
export function leakContract(steps: number): readonly ContractCase[] {
  return [true, false].map((replayable) => ({
    group: 'nothing leaks',
    name: `${steps} ${replayable ? 'replayable' : 'ordinary'} steps on a constant number of tensors and bytes`,
    run: () => expectNoLeak(() => trainSteadily(steps, replayable)),
  }));
}

async function trainSteadily(steps: number, replayable: boolean): Promise<void> {
  const packed = (shape: number[]) => ({
    shape,
    values: [
      ...scattered(
        shape.reduce((product, length) => product * length, 1),
        -0.3,
        0.3,
      ),
    ],
  });
  const parameters = makeVariables({ w0: packed([12, 16]), b0: packed([16]), w1: packed([16, 4]) });
  const velocities = makeVariables({ w0: packed([12, 16]), b0: packed([16]), w1: packed([16, 4]) });
  const [x, labels] = [stagedTensor([8, 12], 'float32'), stagedTensor([8, 4], 'float32')];
  const size = stagedScalar(0.01, 'float32');
  const counter = stagedScalar(0, 'int32');
  const names = Object.keys(parameters);
  const step = compileStep({
    replayable,
    externals: () => [...Object.values(parameters), ...Object.values(velocities)],
    step: () => {
      const { value, gradients } = valueAndGradients(
        () => {
          const [w0, b0, w1] = names.map((name) => parameters[name] as Tensor);
          const hidden = dense(x.tensor as Tensor2D, w0 as Tensor2D, b0 as Tensor1D, 'relu');
          const kept = dropout(hidden, 0.5, [1, 2], counter);
          return softmaxCrossEntropy(labels.tensor as Tensor2D, dense(kept, w1 as Tensor2D));
        },
        names.map((name) => parameters[name]!),
      );
      names.forEach((name, index) => {
        const direction = follow(velocities[name]!, gradients[index]!, { momentum: 0.9, nesterov: true });
        descend(parameters[name]!, size.tensor, direction);
      });
      return [value];
    },
  });
  const batch = scattered(96);
  const runStep = (update: number) => {
    counter.value = update;
    x.fill((target) => target.set(batch));
    labels.fill((target) => {
      target.fill(0);
      for (let row = 0; row < 8; row++) target[row * 4 + ((row + update) % 4)] = 1;
    });
    return step.run();
  };
  for (let update = 1; update <= 10; update++) runStep(update);
  const settled = memory();
  for (let update = 11; update <= steps; update++) {
    const [loss] = runStep(update);
    if (update % 100 === 0) await loss!.data();
  }
  const { numTensors, numBytes } = memory();
  for (const held of [step, size, counter, x, labels]) held.dispose();
  for (const held of [...Object.values(parameters), ...Object.values(velocities)]) held.dispose();
  if (numTensors !== settled.numTensors || numBytes !== settled.numBytes) {
    throw new Error(
      `after 10 steps ${settled.numTensors} tensors of ${settled.numBytes} bytes, ` +
        `after ${steps} ${numTensors} of ${numBytes}`,
    );
  }
}
