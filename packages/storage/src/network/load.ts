import type { Parameter } from '@neutype/core';
import { checkOptions, DataError, NeutypeError, OptionError, optionNames } from '@neutype/errors';
import {
  type ByteSource,
  type FileInput,
  openSafetensors,
  type StoredTensor,
  withFile,
} from '@neutype/files';
import {
  type AnyNetwork,
  type Architecture,
  type LayerMaker,
  type Network,
  networkFrom,
} from '@neutype/layers';
import { checkClasses } from './classes.js';
import { damaged } from './damaged.js';
import { LoadedNetwork } from './loadedNetwork.js';
import { checkFits } from './mismatch.js';
import { restorePreparation } from './preparationRecords.js';
import { readRecord } from './record.js';

/** Options of `load`. */
export interface LoadNetworkOptions {
  /** By kind, functions that make layers of your own from the settings that they were saved with. */
  readonly layers?: Readonly<Record<string, LayerMaker>>;
}

const OPTIONS = optionNames<LoadNetworkOptions>({ layers: true });

/**
 * Loads a network that `save` has saved: the same layers, names and values, with what was saved beside them. It can predict
 * from raw data where it was saved with a preparation, and be trained further.
 *
 * The file is not trusted. Nothing in it is run, and no more memory is taken than it is long; one tensor at a time is read, into
 * the memory of its parameter.
 *
 * @param file its path in Node, or a `file:` URL; a Blob, as a file input or `fetch` gives it; its bytes
 * @param options.layers by kind, functions that make layers of your own
 * @throws FileError for a file that cannot be read
 * @throws DataError for what is damaged, and for tensors that are not the parameters of its layers: all that are missing,
 * unexpected and of another shape, in one message
 * @throws OptionError for a file without a network or of a newer version, and for layers that nobody can make
 *
 * @example
 * ```ts
 * const network = await load('iris.safetensors');
 * const [flower] = await network.classify([5.1, 3.5, 1.4, 0.2]);
 * console.log(flower.label, flower.probability);
 * ```
 *
 * @example A layer of your own
 * ```ts
 * const scaled = (factor) =>
 *   layer({ kind: 'scaled', settings: { factor }, forward: (x) => mul(x, factor) });
 * const network = await load('scaled.safetensors', { layers: { scaled: ({ factor }) => scaled(factor) } });
 * ```
 */
export async function load(file: FileInput, options: LoadNetworkOptions = {}): Promise<LoadedNetwork> {
  checkOptions('load', options, OPTIONS);
  return withFile(file, 'load', async (source) => {
    const { metadata, stored } = await openSafetensors(source);
    const record = readRecord(source, metadata);
    const network = networkOf(source, record.architecture, options);
    const tensors = new Map(stored);
    const inputs = network.layers.filter(({ inputs }) => inputs.length === 0).map(({ name }) => name);
    const preparation = await restorePreparation(source, record.preparation, tensors, inputs);
    checkFits(source, network.parameters, tensors);
    const { classes, metadata: said = {}, seed } = record;
    if (classes !== undefined) inFile(source, () => checkClasses('classes', classes, network as AnyNetwork));
    for (const parameter of network.parameters)
      await fill(parameter, tensors.get(parameter.name) as StoredTensor);
    return new LoadedNetwork(network as AnyNetwork, { classes, metadata: said, preparation, seed });
  });
}

function networkOf(source: ByteSource, architecture: Architecture, options: LoadNetworkOptions): Network {
  if (architecture === undefined) throw damaged(source, 'the architecture of its network', 'none');
  return inFile(source, () => networkFrom(architecture, options));
}

/** Errors that come of what a file says name the file. */
function inFile<Result>(source: ByteSource, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NeutypeError) || !error.problem) throw error;
    const problem = { ...error.problem, where: `load, ${source.name}, ${error.problem.where}` };
    throw error instanceof OptionError
      ? new OptionError(problem, { cause: error })
      : new DataError(problem, { cause: error });
  }
}

/** Values of the parameter's own type go straight into its memory. */
async function fill(parameter: Parameter, tensor: StoredTensor): Promise<void> {
  if (tensor.dtype !== 'F32') {
    parameter.write(await tensor.read());
    return;
  }
  const values = new Float32Array(parameter.size);
  await tensor.readInto(new Uint8Array(values.buffer));
  parameter.adopt(values);
}
