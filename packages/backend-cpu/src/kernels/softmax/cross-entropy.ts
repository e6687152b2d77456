import { NeutypeSigmoidCrossEntropy, NeutypeSoftmaxCrossEntropy } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel, KernelCall } from '../../engine/kernel.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { opcode } from '../../generated/opcodes.js';
import { reduceAt } from '../reduce/reduce.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 4;

function inputsOf({ inputs }: KernelCall): { labels: TensorInfo; logits: TensorInfo } | undefined {
  const labels = inputs['labels']!;
  const logits = inputs['logits']!;
  const ours = labels.dtype === 'float32' && logits.dtype === 'float32';
  return ours && util.arraysEqual(labels.shape, logits.shape) ? { labels, logits } : undefined;
}

/** Outputs the loss and its gradient; the losses of the rows are added up in a second command. */
export const softmaxCrossEntropy: EngineKernel = {
  name: NeutypeSoftmaxCrossEntropy,
  run(call) {
    const { engine } = call;
    const given = inputsOf(call);
    if (given === undefined) return undefined;
    const [rows, columns] = given.logits.shape as [number, number];
    const size = rows * columns;
    const labels = engine.pointer(given.labels);
    const logits = engine.pointer(given.logits);
    const loss = engine.output([]);
    const lossAddress = engine.pointer(loss);
    const gradient = engine.output([rows, columns]);
    const gradientAddress = engine.pointer(gradient);
    const losses = engine.temporary(rows * 4);
    engine
      .command(opcode.softmaxCrossEntropy)
      .pointer(labels)
      .pointer(logits)
      .pointer(losses.address)
      .pointer(gradientAddress)
      .int(rows)
      .int(columns)
      .float(1 / rows)
      .run(Math.min(rows, itemsFor(size, 8)), size * NANOSECONDS_PER_ELEMENT);
    reduceAt(engine, reductionCode.sum, losses.address, lossAddress, { outer: 1, rows, columns: 1 }, rows);
    engine.free(losses);
    return [loss, gradient];
  },
};

const ELEMENTS_PER_SUM = 4096;

export const sigmoidCrossEntropy: EngineKernel = {
  name: NeutypeSigmoidCrossEntropy,
  run(call) {
    const { engine } = call;
    const given = inputsOf(call);
    if (given === undefined) return undefined;
    const { shape } = given.logits;
    const count = util.sizeFromShape(shape);
    const sums = Math.max(1, Math.ceil(count / ELEMENTS_PER_SUM));
    const labels = engine.pointer(given.labels);
    const logits = engine.pointer(given.logits);
    const loss = engine.output([]);
    const lossAddress = engine.pointer(loss);
    const gradient = engine.output(shape);
    const gradientAddress = engine.pointer(gradient);
    const losses = engine.temporary(sums * 4);
    engine
      .command(opcode.sigmoidCrossEntropy)
      .pointer(labels)
      .pointer(logits)
      .pointer(losses.address)
      .pointer(gradientAddress)
      .int(count)
      .float(1 / count)
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
