import type { File, Group } from 'h5wasm';
import type { Hdf5Writer } from './hdf5.js';

/** An open file to be written. */
export function writer(file: File): Hdf5Writer {
  const made = new Set<string>();
  const group = (path: string): void => {
    const names = path.split('/');
    for (let count = 1; count <= names.length; count++) {
      const each = names.slice(0, count).join('/');
      if (made.has(each)) continue;
      made.add(each);
      const parent = count === 1 ? file : (file.get(names.slice(0, count - 1).join('/')) as Group);
      parent.create_group(names[count - 1] as string);
    }
  };
  return {
    group(path, attributes = {}) {
      group(path);
      const owner = file.get(path) as Group;
      for (const [name, text] of Object.entries(attributes)) owner.create_attribute(name, text);
    },
    array(path, values, shape) {
      const names = path.split('/');
      const parent = names.slice(0, -1).join('/');
      group(parent);
      (file.get(parent) as Group).create_dataset({
        name: names.at(-1) as string,
        data: values,
        shape: [...shape],
        dtype: '<f',
      });
    },
  };
}
