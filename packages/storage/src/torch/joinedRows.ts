import { NdArray, type TypedArray } from '@neutype/ndarray';
import { arrayOf, type Mapping, type TorchModule, type Values } from './torchModule.js';

/** One tensor that is several parameters, one below the other. */
export function joinedRows(key: string, mappings: readonly Mapping[]): TorchModule {
  const [first] = mappings as readonly [Mapping];
  const rows = mappings.map(({ shape }) => shape[0] as number);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const shape = [total, ...first.shape.slice(1)];
  const starts = rows.map((_, at) => rows.slice(0, at).reduce((sum, count) => sum + count, 0));
  return {
    code: '',
    part: '',
    parameters: Object.fromEntries(mappings.map((mapping) => [mapping.key, mapping.parameter])),
    tensors: { [key]: shape },
    write: (own) => ({
      [key]: joined(
        mappings.map((mapping) => mapping.to(arrayOf(own, mapping.key))),
        shape,
      ),
    }),
    read: (theirs) =>
      Object.fromEntries(
        mappings.map((mapping, at) => {
          const start = starts[at] as number;
          const part = arrayOf(theirs, key).rows(start, start + (rows[at] as number));
          return [mapping.key, mapping.from(part)];
        }),
      ),
  };
}

function joined(arrays: readonly NdArray<TypedArray>[], shape: readonly number[]): NdArray {
  const data = new Float32Array(arrays.reduce((sum, { size }) => sum + size, 0));
  let start = 0;
  for (const array of arrays) {
    data.set(array.data as ArrayLike<number>, start);
    start += array.size;
  }
  return new NdArray(data, shape);
}

/** One module that has the tensors of two. */
export function bothOf(one: TorchModule, other: TorchModule): TorchModule {
  return {
    ...one,
    parameters: { ...other.parameters, ...one.parameters },
    tensors: { ...other.tensors, ...one.tensors },
    write: (own: Values) => ({ ...other.write(own), ...one.write(own) }),
    read: (theirs: Values) => ({ ...other.read(theirs), ...one.read(theirs) }),
  };
}
