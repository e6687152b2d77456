import { buildNetwork } from '../architecture/buildNetwork.js';
import { decodeWeights, encodeWeights, type NamedArray } from '../weights/safetensors.js';
import type { Trained } from './TrainingSession.js';

const MEAN = 'preprocessing/mean';

/** A trained network as a file: its weights, its line of code, and the mean image that inputs are centred by. */
export async function networkToFile({ network, mean, architecture }: Trained): Promise<Uint8Array> {
  const arrays: NamedArray[] = [{ name: MEAN, shape: [mean.length], values: mean }];
  for (const parameter of network.parameters) {
    arrays.push({ name: parameter.name, shape: parameter.shape, values: await parameter.read() });
  }
  return encodeWeights(arrays, { library: 'neutype', architecture });
}

/** @throws {SyntaxError} saying what is missing or does not fit. */
export async function networkFromFile(file: Uint8Array): Promise<Trained> {
  const { arrays, metadata } = decodeWeights(file);
  const architecture = metadata['architecture'];
  if (!architecture) throw new SyntaxError('The file does not say which network its weights belong to.');
  const found = new Map(arrays.map((array) => [array.name, array]));
  const valuesOf = (name: string, shape: readonly number[]) => {
    const array = found.get(name);
    if (array && array.shape.join() === shape.join()) return array.values;
    const what = array ? `has shape (${array.shape.join(', ')})` : 'is missing';
    throw new SyntaxError(`${name} ${what} in the file; ${architecture} needs (${shape.join(', ')}).`);
  };
  const network = buildNetwork(architecture);
  for (const parameter of network.parameters) parameter.write(valuesOf(parameter.name, parameter.shape));
  return { network, architecture, mean: valuesOf(MEAN, network.inputShape) };
}
