import '../support/stock.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileStep, embeddingLookup, stagedTensor, useBackend, valueAndGradients } from '@neutype/core';
import { scattered } from '@neutype/core/testing';
import { type Scalar, square, sum, tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { configureEngine } from '../../src/index.js';

beforeAll(() => useBackend('cpu'));
afterAll(() => configureEngine({}));

const ATTRS = { where: 'layer embedding-1' };

describe('embeddingLookup', () => {
  it('gives the rows in the order of the indices', async () => {
    const [count, rows, length] = [257, 50, 7];
    const values = scattered(rows * length);
    const indices = Float32Array.from({ length: count }, (_, at) => (at * 31) % rows);
    const found = await embeddingLookup(
      tensor(values, [rows, length]),
      tensor(indices, [count]),
      ATTRS,
    ).data();
    indices.forEach((index, at) => {
      expect(found.slice(at * length, (at + 1) * length)).toEqual(
        values.slice(index * length, (index + 1) * length),
      );
    });
  });

  it.each([-1, 5, 2.5, 1e12, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %d, and says where it is',
    (wrong) => {
      const indices = tensor([0, 1, 4, 2, wrong, 3], [2, 3]);
      const shown = Math.fround(wrong);
      expect(() => embeddingLookup(tensor(scattered(10), [5, 2]), indices, ATTRS)).toThrow(
        `layer embedding-1: expected whole numbers from 0 to 4, the rows of its table, got ${shown} at [1, 1] of a batch.`,
      );
    },
  );

  it('refuses one that a replayed step meets, and goes on with the next batch', () => {
    const table = variable(tensor(scattered(10), [5, 2]));
    const batch = stagedTensor([3], 'float32');
    const step = compileStep({
      replayable: true,
      externals: () => [batch.tensor, table],
      step: () => [sum(embeddingLookup(table, batch.tensor, ATTRS))],
    });
    const run = (indices: number[]) => {
      batch.fill((target) => target.set(indices));
      return step.run()[0]!.dataSync()[0]!;
    };
    const [first] = [0, 1, 2, 3].map(() => run([1, 2, 3]));
    expect(step.replay).toBe('replayed');
    expect(() => run([1, 5, 3])).toThrow('got 5 at [1] of a batch.');
    expect(run([1, 2, 3])).toBe(first);
    for (const held of [step, batch, table]) held.dispose();
  });

  it('has the same gradient on any number of threads, of rows that come many times', async () => {
    const gradients: Float32Array[] = [];
    for (const threads of [1, 2, 4]) {
      configureEngine({ threads });
      await useBackend('cpu');
      const table = variable(tensor(scattered(40 * 33), [40, 33]));
      const indices = tensor(Float32Array.from({ length: 999 }, (_, at) => (at * at) % 40));
      gradients.push(await gradientOf(table, () => sum(square(embeddingLookup(table, indices, ATTRS)))));
      table.dispose();
      indices.dispose();
    }
    expect(gradients[1]).toEqual(gradients[0]);
    expect(gradients[2]).toEqual(gradients[0]);
  });
});

async function gradientOf(table: Variable, loss: () => Scalar): Promise<Float32Array> {
  const { value, gradients } = valueAndGradients(loss, [table]);
  const [gradient] = gradients;
  const values = (await gradient!.data<'float32'>()).slice();
  value.dispose();
  gradient!.dispose();
  return values;
}
