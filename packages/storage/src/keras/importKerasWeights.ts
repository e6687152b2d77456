import { DataError } from '@neutype/errors';
import { type FileInput, withFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { formatShape, type NdArray, ndarray, sameShape } from '@neutype/ndarray';
import { listed } from '../listed.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { describeForKeras } from './describe.js';
import type { KerasDescription } from './description.js';
import { type Hdf5, type StoredArray, withHdf5 } from './hdf5.js';
import { kerasPaths } from './kerasPaths.js';
import { readWhole } from './readWhole.js';
import type { KerasVariable } from './variables.js';

/**
 * Writes the values of a Keras model's weights into a network of the same layers: those of a `.weights.h5` file of Keras
 * 3, or of an `.h5` file of Keras 2.
 *
 * Layers that are all called as in Keras are found by name. Otherwise those of one class are taken in their order, as
 * Keras itself does: the second `Dense` is the second dense layer here. Nothing is written if something does not fit.
 *
 * It needs the package h5wasm.
 *
 * @param file a path, a Blob, or the bytes of the file
 * @throws DataError for a damaged file, or one whose weights do not fit; what is missing, unexpected and of another
 * shape is listed together
 * @throws OptionError for a layer that Keras does not have, naming it
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(128), softmax(10));
 * await importKerasWeights(network, 'digits.weights.h5');
 * ```
 */
export async function importKerasWeights(network: AnyNetwork, file: FileInput): Promise<void> {
  checkNetwork('importKerasWeights', network);
  const description = describeForKeras(network);
  const values = await withFile(file, 'importKerasWeights', async (source) =>
    withHdf5(await readWhole(source), source.name, (opened) =>
      valuesOf(network, matched(opened, description), source.name),
    ),
  );
  network.write(values);
}

/** A variable, and what the file has in its place. */
interface Match {
  readonly variable: KerasVariable;
  /** Where it should be. */
  readonly path: string;
  readonly stored: StoredArray | undefined;
}

interface Matches {
  readonly found: readonly Match[];
  /** Arrays of the file that no variable is for. */
  readonly unexpected: readonly string[];
}

function matched(file: Hdf5, description: KerasDescription): Matches {
  const root = file.names('').includes('model_weights') ? 'model_weights' : '';
  const layerNames = file.texts(root, 'layer_names');
  return layerNames === undefined
    ? matchedByPath(file, description)
    : matchedInOrder(
        file,
        description,
        layerNames.map((name) => (root === '' ? name : `${root}/${name}`)),
      );
}

/** Keras 3's layout. */
function matchedByPath(file: Hdf5, description: KerasDescription): Matches {
  const layers = description.calls.filter(({ variables }) => variables.length > 0);
  const named = namedWithin(file, 'layers');
  const paths = layers.every(({ name }) => named.has(name)) ? named : kerasPaths(description);
  const found = layers.flatMap(({ name, variables }) =>
    variables.map((variable): Match => {
      const path = placeOf(file, paths.get(name) as string, variable);
      return { variable, path, stored: file.array(path) };
    }),
  );
  const expected = new Set(found.map(({ path }) => path));
  return {
    found,
    unexpected: arraysWithin(file, 'layers').filter((path) => isWeight(path) && !expected.has(path)),
  };
}

/** Where layers lie by their names, also those of models within the model; a name that several have is left out. */
function namedWithin(file: Hdf5, path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const visit = (group: string, depth: number): void => {
    const name = file.text(`${group}/vars`, 'name');
    if (name !== undefined && found.has(name)) twice.add(name);
    if (name !== undefined) found.set(name, group);
    if (depth > DEEPEST) return;
    for (const inner of file.names(group)) if (!isNumbered(inner)) visit(`${group}/${inner}`, depth + 1);
  };
  for (const layer of file.names(path)) visit(`${path}/${layer}`, 0);
  for (const name of twice) found.delete(name);
  return found;
}

/** Arrays are numbered; all else is a group, or nothing that is looked for. */
function isNumbered(name: string): boolean {
  return /^\d+$/.test(name);
}

/** A layer that Keras calls for each step lies within the one that does so. */
function placeOf(file: Hdf5, layer: string, { path }: KerasVariable): string {
  const within = `${layer}/layer/${path}`;
  return file.array(within) === undefined ? `${layer}/${path}` : within;
}

/** Seeds of dropouts are arrays too. */
function isWeight(path: string): boolean {
  return !path.includes('seed_generator');
}

const DEEPEST = 20;

function arraysWithin(file: Hdf5, path: string, depth = 0): readonly string[] {
  if (depth > DEEPEST) return [];
  return file.names(path).flatMap((name) => {
    const each = `${path}/${name}`;
    return isNumbered(name) ? [each] : arraysWithin(file, each, depth + 1);
  });
}

/** Keras 2's layout, which has the order. */
function matchedInOrder(file: Hdf5, description: KerasDescription, paths: readonly string[]): Matches {
  const layers = description.calls.filter(({ variables }) => variables.length > 0);
  const weights = paths
    .map((path) => ({
      name: path.split('/').at(-1) as string,
      arrays: (file.texts(path, 'weight_names') ?? []).map((name) => `${path}/${name}`),
    }))
    .filter(({ arrays }) => arrays.length > 0);
  const byName = new Map(weights.map((each) => [each.name, each]));
  const areNamed = layers.every(({ name }) => byName.has(name));
  const found = layers.flatMap(({ name, variables }, index) => {
    const arrays = (areNamed ? byName.get(name) : weights[index])?.arrays ?? [];
    return variables.map((variable, at): Match => {
      const path = arrays[at];
      return {
        variable,
        path: path ?? `${name}, ${variable.path}`,
        stored: path === undefined ? undefined : file.array(path),
      };
    });
  });
  const expected = new Set(found.map(({ path }) => path));
  const all = weights.flatMap(({ arrays }) => arrays);
  return { found, unexpected: all.filter((path) => !expected.has(path)) };
}

function valuesOf(
  network: AnyNetwork,
  { found, unexpected }: Matches,
  where: string,
): Readonly<Record<string, NdArray>> {
  const problems = [
    ...found.flatMap(({ variable, path, stored }) => {
      if (stored === undefined) return [`${path} is missing, for ${variable.parameters.join(' and ')}`];
      if (sameShape(stored.shape, variable.shape)) return [];
      return [
        `${path} is ${formatShape(stored.shape)} rather than ${formatShape(variable.shape)}, for ${variable.parameters.join(' and ')}`,
      ];
    }),
    ...unexpected.map((path) => `${path} is for no layer here`),
  ];
  if (problems.length > 0) {
    throw new DataError({
      where,
      expected: 'weights of the same layers as those of the network',
      received: `others: ${listed(problems, '; ')}`,
      remedy: 'console.log(kerasCode(network)) shows the model whose weights fit.',
    });
  }
  return Object.fromEntries(
    found.flatMap(({ variable, stored }) =>
      variable.unpack((stored as StoredArray).read()).map((values, index): [string, NdArray] => {
        const name = variable.parameters[index] as string;
        return [name, ndarray(values, network.parameter(name).shape)];
      }),
    ),
  );
}
