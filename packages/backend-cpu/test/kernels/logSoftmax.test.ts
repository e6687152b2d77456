import { beforeAll, describe, expect, it } from '@jest/globals';
import '../../src/index.js';
import { logSoftmax } from '@neutype/core';
import { engine, setBackend, type Tensor, tensor, valueAndGrad } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { values } from '../support/shapes.js';

/** Half the distance of 1 to the next float32: what rounding adds at most, relative to its result. */
const ROUNDING = 2 ** -24;
/** Of exp and log, relative to their results: three units in the last place. */
const FUNCTION = 6 * ROUNDING;

interface Row {
  readonly output: number[];
  /** How far float32 outputs of the row may be off. */
  readonly bound: number;
}

/**
 * `s - log(sum exp(s))` with s = z - max z. Rounding s moves each of its exponentials by |s|
 * roundings, relatively; with the function's own error and that of a sum in any order, that is how far the sum is off,
 * and, to first order, how far its logarithm is off absolutely. Then come that of the logarithm and of the difference.
 */
function logSoftmaxRow(z: Float32Array): Row {
  const most = z.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const shifted = Array.from(z, (value) => value - most);
  const total = shifted.reduce((all, value) => all + Math.exp(value), 0);
  const spread = shifted.reduce((largest, value) => Math.max(largest, -value), 0);
  const logTotal = Math.log(total);
  const output = shifted.map((value) => value - logTotal);
  const largest = spread + logTotal;
  const bound = 2 * spread * ROUNDING + FUNCTION + gamma(z.length) + FUNCTION * logTotal + largest * ROUNDING;
  return { output, bound };
}

const SHAPES: readonly (readonly [rows: number, columns: number])[] = [
  [512, 1000],
  [5000, 10],
  [1, 30_000],
  [7, 1],
  [129, 13],
];

const cases = SHAPES.flatMap(([rows, columns]) =>
  [0.1, 3, 30].map((scale) => [rows, columns, scale] as const),
);

describe.each(cases)('logSoftmax of %i rows of %i logits up to %d', (rowCount, columns, scale) => {
  const random = randomSource(45);
  const logits = values(rowCount * columns, random).map((value) => scale * value);
  const weights = values(rowCount * columns, random);
  const rows = Array.from({ length: rowCount }, (_, row) =>
    logSoftmaxRow(logits.subarray(row * columns, (row + 1) * columns)),
  );
  const [x, dy] = [logits, weights].map((data) => tensor(data, [rowCount, columns])) as [Tensor, Tensor];

  beforeAll(() => setBackend('cpu'));

  it('is computed by kernels of the engine alone', () => {
    const { value, recording } = (engine().backend as unknown as CpuEngine).recordStep(() => logSoftmax(x));
    value.dispose();
    expect(recording).toBeDefined();
    recording!.dispose();
  });

  it('agrees with float64', () => {
    const actual = logSoftmax(x).dataSync<'float32'>();
    const off = (row: number): number =>
      Math.max(...rows[row]!.output.map((value, at) => Math.abs(actual[row * columns + at]! - value)));
    const tooFar = rows.flatMap(({ bound }, row) =>
      off(row) <= bound ? [] : [{ row, off: off(row), bound }],
    );
    expect(tooFar.slice(0, 3)).toEqual([]);
  });

  it('has the gradient dy - softmax(x) · sum(dy)', () => {
    const { grad } = valueAndGrad((logits: Tensor) => logSoftmax(logits))(x, dy);
    const actual = grad.dataSync<'float32'>();
    const tooFar = rows.flatMap(({ output, bound }, row) => {
      const dys = weights.subarray(row * columns, (row + 1) * columns);
      const [sum, magnitude] = [
        dys.reduce((all, value) => all + value, 0),
        dys.reduce((all, value) => all + Math.abs(value), 0),
      ];
      return output.flatMap((value, at) => {
        const share = Math.exp(value);
        // exp of an output that is off by its bound, times a sum that is off by its own; then two roundings.
        const shareBound = share * (2 * bound + FUNCTION);
        const sumBound = gamma(columns) * magnitude;
        const product = Math.abs(sum) + sumBound;
        const most =
          shareBound * product + share * sumBound + ROUNDING * (2 * share * product + Math.abs(dys[at]!));
        const difference = Math.abs(actual[row * columns + at]! - (dys[at]! - share * sum));
        return difference <= most ? [] : [{ row, at, difference, most }];
      });
    });
    expect(tooFar.slice(0, 3)).toEqual([]);
  });
});
