import { escapeControls, NeutypeError } from '@neutype/errors';
import { formatShape, type NdArray, type TypedArray } from '@neutype/ndarray';
import { type LoadedNetwork, load, readSafetensors, type Safetensors } from '@neutype/storage';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import { readArchitecture } from '../architecture/buildNetwork.js';
import type { Trained } from '../predictDrawing.js';
import { quoted, WeightsFileError } from './weightsFileError.js';

/** The text that a file of @neutype/storage has of its network. */
const SAVED = 'neutype';
/** Where a file says the line of its network. */
export const LINE = 'line';
/** Where files of before have the mean image. */
const MEAN = 'preprocessing/mean';

/**
 * The network in a file: in one that `networkToFile` has written, or in one from the time before, which had the mean image as
 * a tensor of its own and the line among its texts.
 *
 * @throws {WeightsFileError} saying what is missing or does not fit.
 */
export async function networkFromFile(file: Uint8Array): Promise<Trained> {
  const { tensors, metadata } = await inWords(() => readSafetensors(file));
  return Object.hasOwn(metadata, SAVED) ? savedNetwork(file) : networkOfBefore(tensors, metadata);
}

async function savedNetwork(file: Uint8Array): Promise<Trained> {
  const saved = await inWords(() => load(file));
  try {
    const { [LINE]: line } = saved.metadata;
    if (typeof line !== 'string') {
      throw new WeightsFileError(
        "The file does not say its network's line. Save it with { metadata: { line: 'input(784).to(…)' } }.",
      );
    }
    const values = new Map(Object.entries(await saved.read()));
    return trainedFrom(line, values, meanOf(saved));
  } finally {
    saved.dispose();
  }
}

/** The image that pixels from 0 to 1 are centred by. */
function meanOf({ preparation }: LoadedNetwork): Float32Array {
  const [division, centring, ...others] = Object.values(preparation).flat();
  const isDivided = typeof division === 'object' && 'divide' in division && division.divide === 255;
  if (!isDivided || others.length > 0) throw otherPreparation();
  if (centring === undefined) return new Float32Array(DIGIT_PIXELS);
  if (typeof centring !== 'object' || !('description' in centring)) throw otherPreparation();
  const { factor, shift } = centring.description;
  if (shift.length !== DIGIT_PIXELS || factor.some((one) => one !== 1)) throw otherPreparation();
  return Float32Array.from(shift);
}

function otherPreparation(): WeightsFileError {
  return new WeightsFileError(
    'The network takes pixels in another way than this page gives them: divided by 255, less a mean image.',
  );
}

async function networkOfBefore(
  tensors: Safetensors['tensors'],
  metadata: Safetensors['metadata'],
): Promise<Trained> {
  const architecture = Object.hasOwn(metadata, 'architecture') ? metadata['architecture'] : undefined;
  if (architecture === undefined) {
    throw new WeightsFileError('The file does not say which network its weights belong to.');
  }
  const { [MEAN]: mean, ...values } = Object.fromEntries(tensors);
  return trainedFrom(architecture, new Map(Object.entries(values)), () =>
    valuesOf(mean, MEAN, [DIGIT_PIXELS], architecture),
  );
}

function trainedFrom(
  architecture: string,
  tensors: ReadonlyMap<string, NdArray<TypedArray>>,
  mean: Float32Array | (() => Float32Array),
): Trained {
  const { network, problem } = readArchitecture(architecture);
  if (!network) throw new WeightsFileError(`The network of the file cannot be used. ${problem}`);
  const centre = typeof mean === 'function' ? mean() : mean;
  const values = network.parameters.map(({ name, shape }) =>
    valuesOf(tensors.get(name), name, shape, architecture),
  );
  const names = new Set(network.parameters.map(({ name }) => name));
  const stranger = [...tensors.keys()].find((name) => !names.has(name));
  if (stranger !== undefined) {
    throw new WeightsFileError(`${quoted(stranger)} is in the file, but not in ${quoted(architecture)}.`);
  }
  for (const [index, parameter] of network.parameters.entries())
    parameter.write(values[index] as Float32Array);
  return { network, architecture, mean: centre };
}

async function inWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NeutypeError)) throw error;
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
