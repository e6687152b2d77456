import { type Model, Parameter, predictModel } from '@neutype/core';
import { add, mul, type Tensor } from '@tensorflow/tfjs-core';

/** y = 2 x + shift, which counts how often it is computed rather than replayed. */
export function model(
  replayable = true,
): Model & { readonly calls: () => number; readonly shift: Parameter } {
  const shift = new Parameter({ name: 'shift', shape: [2], values: [1, 2] });
  let calls = 0;
  return {
    inputShape: [2],
    outputShape: [2],
    parameters: [shift],
    replayable,
    initialize: () => {},
    forward: (x: Tensor) => {
      calls++;
      return add(mul(x, 2), shift.variable);
    },
    calls: () => calls,
    shift,
  };
}

/** What comes of predicting so often, each time with another batch: the last values. */
export async function predictTimes(predicted: Model, times: number, rows = 1): Promise<number[]> {
  let outputs: number[] = [];
  for (let time = 0; time < times; time++) {
    outputs = [...(await predictModel(predicted, new Float32Array(2 * rows).fill(time)))];
  }
  return outputs;
}
