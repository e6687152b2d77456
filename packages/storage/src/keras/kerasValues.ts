import { DataError } from '@neutype/errors';
import type { Network } from '@neutype/layers';
import { formatShape, type NdArray, ndarray, sameShape, sizeOf } from '@neutype/ndarray';
import { constantArray } from '../kerasConfig/constants.js';
import type { KerasModel, KerasWeights, WeightTarget } from '../kerasConfig/networkDraft.js';
import { listed } from '../listed.js';
import type { Hdf5, StoredArray } from './hdf5.js';
import { type KerasPlace, layerKey } from './kerasPlaces.js';

/** Layers whose weights lie in their cells. */
const WITH_CELLS: readonly string[] = ['SimpleRNN', 'LSTM', 'GRU', 'Bidirectional'];

/**
 * The values of a network's parameters from a file of weights.
 *
 * @param places where the layers' weights lie in it
 * @throws DataError that lists what is missing, and what is of another shape
 */
export function valuesOf(
  file: Hdf5,
  network: Network,
  { constants, layers }: KerasModel,
  places: ReadonlyMap<string, KerasPlace>,
  where: string,
): Readonly<Record<string, NdArray>> {
  const values: Record<string, NdArray> = {};
  const problems: string[] = [];
  for (const { name, shape } of network.parameters) {
    const value = constants.get(name);
    if (value !== undefined) values[name] = constantArray(value, shape, `${where}, ${name}`);
  }
  for (const layer of layers) {
    const path = places.get(layerKey(layer.within, layer.name))?.path ?? 'layers';
    for (const [target, place] of placesOf(layer, path)) {
      const stored = file.array(place);
      if (stored === undefined) problems.push(`${place} is missing, for ${target.parameter}`);
      else checkSize(stored, target, network, problems);
      if (problems.length === 0)
        values[target.parameter] = fittedTo(stored as StoredArray, target, network, where);
    }
  }
  for (const { name } of network.parameters) {
    if (problems.length === 0 && values[name] === undefined) problems.push(`there is nothing for ${name}`);
  }
  if (problems.length === 0) return values;
  throw new DataError({
    where: `${where}, model.weights.h5`,
    expected: 'weights of the layers in config.json',
    received: `others: ${listed(problems, '; ')}`,
    remedy: 'Write the file once more: one of the two has changed since, or is damaged.',
  });
}

/** Variables are numbered within the layer, or the layer within the layer, that has them. */
function placesOf(
  { className, weights }: KerasWeights,
  path: string,
): readonly (readonly [WeightTarget, string])[] {
  const numbers = new Map<string, string[]>();
  const cell = WITH_CELLS.includes(className) ? '/cell' : '';
  return weights.map((target) => {
    const folder = `${path}${target.within === undefined ? '' : `/${target.within.path}`}${cell}/vars`;
    const names = numbers.get(folder) ?? [];
    numbers.set(folder, names);
    if (!names.includes(target.names[0])) names.push(target.names[0]);
    return [target, `${folder}/${names.indexOf(target.names[0])}`];
  });
}

/** No more is read than there is a parameter for; two biases of a recurrent layer lie in one array. */
function checkSize(stored: StoredArray, target: WeightTarget, network: Network, problems: string[]): void {
  const { shape } = network.parameter(target.parameter);
  const fits =
    target.change === undefined
      ? sameShape(stored.shape, shape)
      : [1, 2].some((times) => sizeOf(stored.shape) === times * sizeOf(shape));
  if (fits) return;
  problems.push(
    `${stored.path} is ${formatShape(stored.shape)}, for ${target.parameter} ${formatShape(shape)}`,
  );
}

function fittedTo(
  stored: StoredArray,
  { change, parameter }: WeightTarget,
  network: Network,
  where: string,
): NdArray {
  const array = ndarray(stored.read(), stored.shape);
  const changed = change === undefined ? array : change(array);
  const { shape } = network.parameter(parameter);
  if (sameShape(changed.shape, shape)) return changed as NdArray;
  throw new DataError({
    where: `${where}, ${stored.path}`,
    expected: formatShape(shape),
    received: formatShape(changed.shape),
  });
}
