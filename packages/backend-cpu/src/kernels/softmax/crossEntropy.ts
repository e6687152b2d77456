import { type KernelOf, NeutypeSigmoidCrossEntropy, NeutypeSoftmaxCrossEntropy } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { areFloat32 } from '../dtypes.js';
import { reduceAt } from '../reduce/reduce.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 4;

interface LossInputs {
  readonly labels: TensorInfo;
  readonly logits: TensorInfo;
}

function areOurs({ labels, logits }: LossInputs): boolean {
  return areFloat32(labels, logits) && util.arraysEqual(labels.shape, logits.shape);
}

/** Outputs the loss and its gradient; the losses of the rows are added up in a second command. */
export const softmaxCrossEntropy: EngineKernel<KernelOf<typeof NeutypeSoftmaxCrossEntropy>> = {
  name: NeutypeSoftmaxCrossEntropy.kernel,
  run({ inputs, engine }) {
    if (!areOurs(inputs)) return undefined;
    const [rows, columns] = inputs.logits.shape as [number, number];
    const size = rows * columns;
    const labels = engine.pointer(inputs.labels);
    const logits = engine.pointer(inputs.logits);
    const loss = engine.output([]);
    const lossAddress = engine.pointer(loss);
    const gradient = engine.output([rows, columns]);
    const gradientAddress = engine.pointer(gradient);
    const losses = engine.temporary(rows * 4);
    launch
      .softmaxCrossEntropy(engine, {
        labels,
        logits,
        losses: losses.address,
        gradient: gradientAddress,
        rows,
        columns,
        scale: 1 / rows,
      })
      .run(Math.min(rows, itemsFor(size, 8)), size * NANOSECONDS_PER_ELEMENT);
    reduceAt(engine, reductionCode.sum, losses.address, lossAddress, { outer: 1, rows, columns: 1 }, rows);
    engine.free(losses);
    return [loss, gradient];
  },
};

const ELEMENTS_PER_SUM = 4096;

export const sigmoidCrossEntropy: EngineKernel<KernelOf<typeof NeutypeSigmoidCrossEntropy>> = {
  name: NeutypeSigmoidCrossEntropy.kernel,
  run({ inputs, engine }) {
    if (!areOurs(inputs)) return undefined;
    const { shape } = inputs.logits;
    const count = util.sizeFromShape(shape);
    const sums = Math.max(1, Math.ceil(count / ELEMENTS_PER_SUM));
    const labels = engine.pointer(inputs.labels);
    const logits = engine.pointer(inputs.logits);
    const loss = engine.output([]);
    const lossAddress = engine.pointer(loss);
    const gradient = engine.output(shape);
    const gradientAddress = engine.pointer(gradient);
    const losses = engine.temporary(sums * 4);
    launch
      .sigmoidCrossEntropy(engine, {
        labels,
        logits,
        losses: losses.address,
        gradient: gradientAddress,
        count,
        scale: 1 / count,
      })
      .run(sums, count * NANOSECONDS_PER_ELEMENT);
    reduceAt(
      engine,
      reductionCode.sum,
      losses.address,
      lossAddress,
      { outer: 1, rows: sums, columns: 1 },
      count,
    );
    engine.free(losses);
    return [loss, gradient];
  },
};
