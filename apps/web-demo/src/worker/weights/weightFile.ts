import { DataError, escapeControls } from '@neutype/errors';
import { formatShape, type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { readSafetensors, type Safetensors, writeSafetensors } from '@neutype/storage';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import { readArchitecture } from '../architecture/buildNetwork.js';
import type { Trained } from '../predictDrawing.js';
import { quoted, WeightsFileError } from './weightsFileError.js';

const MEAN = 'preprocessing/mean';

/** A trained network as a file: its weights, its line of code, and the mean image that inputs are centred by. */
export async function networkToFile({
  network,
  mean,
  architecture,
}: Trained): Promise<Uint8Array<ArrayBuffer>> {
  const arrays: [string, NdArray][] = [[MEAN, ndarray(mean)]];
  for (const parameter of network.parameters) {
    arrays.push([parameter.name, ndarray(await parameter.read(), parameter.shape)]);
  }
  const pieces = writeSafetensors(new Map(arrays), { library: 'neutype', architecture });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** @throws {WeightsFileError} saying what is missing or does not fit. */
export async function networkFromFile(file: Uint8Array): Promise<Trained> {
  const { tensors, metadata } = await read(file);
  const architecture = Object.hasOwn(metadata, 'architecture') ? metadata['architecture'] : undefined;
  if (architecture === undefined) {
    throw new WeightsFileError('The file does not say which network its weights belong to.');
  }
  const { network, problem } = readArchitecture(architecture);
  if (!network) throw new WeightsFileError(`The network of the file cannot be used. ${problem}`);
  const wanted = new Map([[MEAN, [DIGIT_PIXELS] as readonly number[]]]);
  for (const { name, shape } of network.parameters) wanted.set(name, shape);
  const values = new Map(
    [...wanted].map(([name, shape]) => [name, valuesOf(tensors.get(name), name, shape, architecture)]),
  );
  const stranger = [...tensors.keys()].find((name) => !wanted.has(name));
  if (stranger !== undefined) {
    throw new WeightsFileError(`${quoted(stranger)} is in the file, but not in ${quoted(architecture)}.`);
  }
  for (const parameter of network.parameters) parameter.write(values.get(parameter.name) as Float32Array);
  return { network, architecture, mean: values.get(MEAN) as Float32Array };
}

async function read(file: Uint8Array): Promise<Safetensors> {
  try {
    return await readSafetensors(file);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new WeightsFileError(escapeControls(error.message), { cause: error });
  }
}

function valuesOf(
  array: NdArray<TypedArray> | undefined,
  name: string,
  shape: readonly number[],
  architecture: string,
): Float32Array {
  if (array === undefined || array.shape.join() !== shape.join()) {
    const what = array ? `has shape ${formatShape(array.shape)}` : 'is missing';
    throw new WeightsFileError(
      `${quoted(name)} ${what} in the file; ${quoted(architecture)} needs ${formatShape(shape)}.`,
    );
  }
  const values = Float32Array.from(array.data);
  if (values.every(Number.isFinite)) return values;
  throw new WeightsFileError(`${quoted(name)} has values that are no numbers: the file is of no use.`);
}
