import type { Batch, Layout, Write } from './batch.js';
import { gather } from './gather.js';
import type { Pairs } from './pairs.js';
import type { Samples } from './samples.js';

/**
 * All samples, `batchSize` at a time: those that `order` names one after the other, or as they lie.
 *
 * @param count how many of them; all unless told otherwise
 * @param skipped how many batches are left out at the beginning
 */
export function* arrayBatches(
  pairs: Pairs,
  batchSize: number,
  order: Uint32Array | undefined = pairs.rows,
  count: number = pairs.count,
  skipped: number = 0,
): Generator<Batch> {
  const layout = layoutOf(pairs);
  for (let start = skipped * batchSize; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    const write = (samples: Samples): Write => {
      return (target) => gather(target, samples, start, rows, order);
    };
    yield {
      rows,
      layout,
      inputs: pairs.inputs.map(write),
      targets: pairs.targets.map(write),
      ...weighing(pairs.weights, start, rows, order),
    };
  }
}

function layoutOf({ inputs, targets, weights }: Pairs): Layout {
  return {
    inputs: inputs.map(({ shape }) => shape),
    targets: targets.map(({ shape }) => shape),
    isWeighted: weights !== undefined,
  };
}

function weighing(
  weights: Float64Array | undefined,
  start: number,
  rows: number,
  order: Uint32Array | undefined,
): Pick<Batch, 'weight' | 'weights'> {
  if (!weights) return { weight: rows };
  const chosen = Float64Array.from({ length: rows }, (_, row) => {
    return weights[order ? (order[start + row] as number) : start + row] as number;
  });
  const weight = chosen.reduce((sum, value) => sum + value, 0);
  return {
    weight,
    weights: (target) => {
      for (let row = 0; row < rows; row++) target[row] = weight > 0 ? (chosen[row] as number) / weight : 0;
    },
  };
}
