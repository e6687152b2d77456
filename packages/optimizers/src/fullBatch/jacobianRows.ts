import { type Breath, valueAndGradients } from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import { mul, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Batch, Layout } from '../data/batch.js';
import { BatchRuns, type BatchTensors } from '../update/batchRuns.js';
import { type FlatParameters, flattened, valueAndVector } from './flatParameters.js';
import type { NetworkLoss } from './networkLoss.js';
import type { RowSink } from './normalEquations.js';
import { readValues } from './readValues.js';

/** Samples on the host, where rows can be taken from them. */
interface Data {
  readonly rows: number;
  readonly layout: Layout;
  readonly inputs: readonly Float32Array[];
}

/**
 * The derivatives of each output of each sample, by one backward pass a row.
 *
 * Where a sample's outputs depend on that sample alone, which is looked at each time, a pass computes with one sample:
 * all rows together then cost as much as a few passes over the data. Batch normalization and dropout take the whole
 * batch for each row.
 */
export class JacobianRows {
  readonly #loss: NetworkLoss;
  readonly #weights: () => FlatParameters;
  /** The derivatives of one output, which is chosen by a 1 where the targets are else. */
  readonly #rows: BatchRuns;
  readonly #outputs: BatchRuns;

  constructor(loss: NetworkLoss, weights: () => FlatParameters) {
    this.#loss = loss;
    this.#weights = weights;
    const { replayable } = loss;
    const externals = () => loss.externals();
    this.#rows = new BatchRuns({ compute: (batch) => [this.#compute(batch)], replayable, externals });
    this.#outputs = new BatchRuns({ compute: (batch) => [loss.outputs(batch)], replayable, externals });
  }

  /**
   * Gives the residuals (outputs minus targets) with their rows to `sink`, both times the root of what the sample counts.
   */
  async each(batch: Batch, sink: RowSink, breath: Breath): Promise<void> {
    const { data, targets, parts } = readBatch(batch);
    const [computed] = await this.#outputs.runInParts(batch, breath);
    const outputs = (await readValues(computed as Tensor)).slice();
    const perSample = outputs.length / data.rows;
    const isApart = await this.#isApart(data, outputs);
    for (let i = 0; i < outputs.length; i++) {
      if (breath.due) await breath.take();
      const sample = Math.floor(i / perSample);
      const row = isApart
        ? await this.#row(oneSample(data, sample), i % perSample)
        : await this.#row(data, i);
      const counts = Math.sqrt(parts ? (parts[sample] as number) * data.rows : 1);
      sink.add(
        row.subarray(1).map((slope) => slope * counts),
        ((outputs[i] as number) - (targets[i] as number)) * counts,
      );
    }
  }

  recheck(): void {
    this.#rows.recheck();
    this.#outputs.recheck();
  }

  dispose(): void {
    this.#rows.dispose();
    this.#outputs.dispose();
  }

  /** Whether the last sample has the same output alone as among the others. */
  async #isApart(data: Data, outputs: Float32Array): Promise<boolean> {
    const { outputShape, smallestBatch } = this.#loss.objective.model;
    if (this.#loss.isRandom || (smallestBatch?.samples ?? 1) > 1) return false;
    const last = oneSample(data, data.rows - 1);
    const [alone = Number.NaN] = await this.#row(last, sizeOf(outputShape) - 1);
    const among = outputs.at(-1) as number;
    return Math.abs(alone - among) <= 1e-4 * Math.max(1, Math.abs(among));
  }

  /** An output, and its derivatives behind it. */
  async #row({ rows, layout, inputs }: Data, output: number): Promise<Float32Array> {
    const batch: Batch = {
      rows,
      weight: rows,
      layout,
      inputs: inputs.map((values) => (target) => target.set(values)),
      targets: [
        (target) => {
          target.fill(0);
          target[output] = 1;
        },
      ],
    };
    return readValues(this.#rows.run(batch)[0] as Tensor);
  }

  #compute(batch: BatchTensors): Tensor {
    const { parameters } = this.#weights();
    const { value, gradients } = valueAndGradients(
      () => sum(mul(this.#loss.outputs(batch), batch.targets[0] as Tensor)) as Scalar,
      parameters.map(({ variable }) => variable),
    );
    return valueAndVector(value, flattened(gradients, parameters));
  }
}

function readBatch({ rows, layout, inputs, targets, weights }: Batch) {
  const [shape] = layout.targets as readonly [readonly number[]];
  const read = (size: number, write: Batch['inputs'][number]): Float32Array => {
    const values = new Float32Array(size);
    write(values);
    return values;
  };
  return {
    data: {
      rows,
      layout: { inputs: layout.inputs, targets: [shape], isWeighted: false },
      inputs: inputs.map((write, i) => read(rows * sizeOf(layout.inputs[i] as number[]), write)),
    },
    targets: read(rows * sizeOf(shape), targets[0] as Batch['targets'][number]),
    parts: weights && read(rows, weights),
  };
}

function oneSample({ rows, layout, inputs }: Data, sample: number): Data {
  return {
    rows: 1,
    layout,
    inputs: inputs.map((values) => {
      const size = values.length / rows;
      return values.subarray(sample * size, (sample + 1) * size);
    }),
  };
}
