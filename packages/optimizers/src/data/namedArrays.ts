import { DataError, nearestName, shown } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import type { InputPort } from './ports.js';
import { type Samples, toSamples } from './samples.js';

/** An array for each input or output of a network that has several, by name. */
export type NamedArrays = Readonly<Record<string, Exclude<ArrayInput, number>>>;

/** Samples or targets: an array, or one by name for each input or output of a network that has several. */
export type Data = ArrayInput | NamedArrays;

/** Whether it is an object of arrays, rather than one. Arrays of another realm have data. */
export function isNamed(value: unknown): value is NamedArrays {
  return Object.prototype.toString.call(value) === '[object Object]' && !('data' in (value as object));
}

/**
 * Reads an argument as an array for each port, called `where` or `where.name` in messages.
 *
 * @throws DataError for names that there are not, or are missing
 */
export function samplesOf(data: Data, ports: readonly InputPort[], where: string): Samples[] {
  const names = ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
  // What is the only one needs no name.
  if (names.length === 0 || (ports.length === 1 && !isNamed(data)))
    return [toSamples(data as ArrayInput, where)];
  checkNames(data, names, where);
  return names.map((name) => toSamples((data as NamedArrays)[name] as ArrayInput, `${where}.${name}`));
}

function checkNames(data: Data, names: readonly string[], where: string): void {
  const expected = `arrays by name: { ${names.join(', ')} }`;
  if (!isNamed(data)) throw new DataError({ where, expected, received: shown(data) });
  const unknown = Object.keys(data).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, names);
    const remedy = nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` };
    throw new DataError({ where, expected, received: shown(unknown), ...remedy });
  }
  const missing = names.find((name) => data[name] === undefined);
  if (missing !== undefined) throw new DataError({ where, expected, received: `none called ${missing}` });
}
