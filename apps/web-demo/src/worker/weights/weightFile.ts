import { formatShape } from '@neutype/ndarray';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import { readArchitecture } from '../architecture/buildNetwork.js';
import type { Trained } from '../predictDrawing.js';
import { decodeWeights, encodeWeights, type NamedArray } from './safetensors.js';
import { quoted, WeightsFileError } from './weightsFileError.js';

const MEAN = 'preprocessing/mean';

/** A trained network as a file: its weights, its line of code, and the mean image that inputs are centred by. */
export async function networkToFile({ network, mean, architecture }: Trained): Promise<Uint8Array> {
  const arrays: NamedArray[] = [{ name: MEAN, shape: [DIGIT_PIXELS], values: mean }];
  for (const parameter of network.parameters) {
    arrays.push({ name: parameter.name, shape: parameter.shape, values: await parameter.read() });
  }
  return encodeWeights(arrays, { library: 'neutype', architecture });
}

/** @throws {WeightsFileError} saying what is missing or does not fit. */
export function networkFromFile(file: Uint8Array): Trained {
  const { arrays, metadata } = decodeWeights(file);
  const architecture = Object.hasOwn(metadata, 'architecture') ? metadata['architecture'] : undefined;
  if (architecture === undefined) {
    throw new WeightsFileError('The file does not say which network its weights belong to.');
  }
  const { network, problem } = readArchitecture(architecture);
  if (!network) throw new WeightsFileError(`The network of the file cannot be used. ${problem}`);
  const wanted = new Map([[MEAN, [DIGIT_PIXELS] as readonly number[]]]);
  for (const { name, shape } of network.parameters) wanted.set(name, shape);
  const found = new Map(arrays.map((array) => [array.name, array]));
  for (const [name, shape] of wanted) checkArray(found.get(name), name, shape, architecture);
  const stranger = arrays.find(({ name }) => !wanted.has(name));
  if (stranger) {
    throw new WeightsFileError(
      `${quoted(stranger.name)} is in the file, but not in ${quoted(architecture)}.`,
    );
  }
  const valuesOf = (name: string) => found.get(name)?.values as Float32Array;
  for (const parameter of network.parameters) parameter.write(valuesOf(parameter.name));
  return { network, architecture, mean: valuesOf(MEAN) };
}

function checkArray(
  array: NamedArray | undefined,
  name: string,
  shape: readonly number[],
  architecture: string,
): void {
  if (array === undefined || array.shape.join() !== shape.join()) {
    const what = array ? `has shape ${formatShape(array.shape)}` : 'is missing';
    throw new WeightsFileError(
      `${quoted(name)} ${what} in the file; ${quoted(architecture)} needs ${formatShape(shape)}.`,
    );
  }
  if (!array.values.every(Number.isFinite)) {
    throw new WeightsFileError(`${quoted(name)} has values that are no numbers: the file is of no use.`);
  }
}
