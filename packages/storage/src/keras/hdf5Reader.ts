import { DataError, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import type { Dataset, File, Group } from 'h5wasm';
import type { H5wasm, Hdf5, StoredArray } from './hdf5.js';

/** HDF5's numbers for types. */
const INTEGER = 0;
const FLOAT = 1;
const STRING = 3;

/** An open file to be read. */
export function reader(h5: H5wasm, file: File, where: string): Hdf5 {
  const entity = (path: string): Group | Dataset | undefined => {
    let at: Group | Dataset = file;
    for (const name of path === '' ? [] : path.split('/')) {
      if (!(at instanceof h5.Group) || !at.keys().includes(name)) return undefined;
      const next = at.get(name);
      if (!(next instanceof h5.Group || next instanceof h5.Dataset)) return undefined;
      at = next;
    }
    return at;
  };
  const attribute = (path: string, name: string): unknown => {
    const found = entity(path)?.attrs[name];
    return found?.metadata.type === STRING ? found.value : undefined;
  };
  return {
    names(path) {
      const found = entity(path);
      return found instanceof h5.Group ? found.keys() : [];
    },
    array(path) {
      const found = entity(path);
      return found instanceof h5.Dataset ? storedArray(found, path, where) : undefined;
    },
    text(path, name) {
      const value = attribute(path, name);
      return typeof value === 'string' ? value : undefined;
    },
    texts(path, name) {
      const value = attribute(path, name);
      const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
      return isList ? value : undefined;
    },
  };
}

function storedArray(dataset: Dataset, path: string, where: string): StoredArray {
  const { metadata } = dataset;
  const { shape, size, type, virtual_sources: elsewhere } = metadata;
  const place = `${where}, ${path}`;
  if (shape === null || elsewhere !== undefined) {
    throw new DataError({ where: place, expected: 'numbers in the file itself', received: 'none' });
  }
  const isRead = (type === FLOAT && (size === 4 || size === 8)) || (type === INTEGER && size <= 4);
  if (!isRead) {
    throw new DataError({
      where: place,
      expected: 'floats of 32 or 64 bits',
      received: `values of ${size} bytes of another type`,
      remedy: "Save the model in float32: keras.config.set_dtype_policy('float32').",
    });
  }
  return {
    path,
    shape,
    read: () => {
      const value = dataset.value;
      const values = typeof value === 'number' ? [value] : value;
      if (ArrayBuffer.isView(values) || Array.isArray(values)) {
        const numbers = Float32Array.from(values as ArrayLike<number>);
        if (numbers.length === sizeOf(shape)) return numbers;
      }
      throw new DataError({ where: place, expected: `${sizeOf(shape)} numbers`, received: shown(value) });
    },
  };
}
