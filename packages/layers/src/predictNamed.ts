import { type Model, type ModelPorts, predictModel } from '@neutype/core';
import { checkCount, checkOptions, DataError, shown } from '@neutype/errors';
import { type ArrayInput, NdArray, sizeOf } from '@neutype/ndarray';
import type { PredictOptions } from './predict.js';
import { type Samples, toSamples } from './samples.js';

/** Arrays by the names of inputs. */
export type NamedInputs = Readonly<Record<string, Exclude<ArrayInput, number>>>;

/** Whether it is an object of arrays, rather than one. Arrays of another realm have data. */
function isNamed(x: unknown): x is NamedInputs {
  return Object.prototype.toString.call(x) === '[object Object]' && !('data' in (x as object));
}

/** The outputs of a model with several inputs or outputs, by name, for samples of all inputs. */
export async function predictNamed(
  model: Model,
  ports: ModelPorts,
  x: NamedInputs,
  options: PredictOptions = {},
): Promise<Record<string, NdArray>> {
  checkOptions('predict', options, ['batchSize']);
  const { batchSize = 128 } = options;
  checkCount('predict, batchSize', batchSize);
  const parts = partsOf(ports, x);
  const count = (parts[0] as Samples).count;
  const rows = interleaved(parts, count);
  return apart(await predictModel(model, rows, { batchSize }), ports, count);
}

/** Arrays by name: of the only input of a network an array alone. */
export function namedInputs({ inputs }: ModelPorts, x: ArrayInput | NamedInputs): NamedInputs | undefined {
  if (isNamed(x)) return x;
  const names = Object.keys(inputs);
  return names.length === 1 && typeof x !== 'number' ? { [names[0] as string]: x } : undefined;
}

function partsOf({ inputIndices, inputs }: ModelPorts, x: NamedInputs): readonly Samples[] {
  const names = Object.keys(inputs);
  const wrong = Object.keys(x).find((name) => !names.includes(name)) ?? names.find((name) => !(name in x));
  if (wrong !== undefined) {
    throw new DataError({
      where: 'predict, x',
      expected: `arrays by name: { ${names.join(', ')} }`,
      received: wrong in x ? shown(wrong) : `none called ${wrong}`,
    });
  }
  const parts = Object.entries(inputs).map(([name, shape]) =>
    toSamples(x[name] as ArrayInput, shape, `predict, ${name}`, inputIndices?.[name]),
  );
  const counts = parts.map(({ count }) => count);
  if (counts.every((count) => count === counts[0])) return parts;
  throw new DataError({
    where: 'predict, x',
    expected: 'as many samples of each input',
    received: names.map((name, index) => `${counts[index]} of ${name}`).join(', '),
  });
}

/** Rows of the values of all inputs, one after another. */
function interleaved(parts: readonly Samples[], count: number): Float32Array {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const rows = new Float32Array(count * total);
  for (let row = 0; row < count; row++) {
    let at = row * total;
    for (const { data, size } of parts) {
      rows.set(data.subarray(row * size, (row + 1) * size) as ArrayLike<number>, at);
      at += size;
    }
  }
  return rows;
}

function apart(rows: Float32Array, { outputs }: ModelPorts, count: number): Record<string, NdArray> {
  const total = rows.length / count;
  let first = 0;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { shape }]) => {
      const size = sizeOf(shape);
      const values = new Float32Array(count * size);
      for (let row = 0; row < count; row++) {
        const at = row * total + first;
        values.set(rows.subarray(at, at + size), row * size);
      }
      first += size;
      return [name, new NdArray(values, [count, ...shape])];
    }),
  );
}
