import { checkOptions, DataError, shown } from '@neutype/errors';
import { type FileInput, withFile } from '@neutype/files';
import { type Architecture, type Network, networkFrom, type Shape } from '@neutype/layers';
import { isRecord } from '../isRecord.js';
import type { KerasWeights } from '../kerasConfig/networkDraft.js';
import { readModel } from '../kerasConfig/readModel.js';
import { endsOf } from '../kerasConfig/references.js';
import { type Archive, openArchive } from './archive.js';
import { withHdf5 } from './hdf5.js';
import { type KerasPlace, kerasPlaces, layerKey } from './kerasPlaces.js';
import { valuesOf } from './kerasValues.js';
import { readWhole } from './readWhole.js';
import { checkClasses } from './unknownLayers.js';

/** Options of `loadKeras`. */
export interface LoadKerasOptions {
  /** Sizes of what comes in, the batch left out, for a model that leaves some of them open. */
  readonly inputShape?: Shape;
}

/**
 * Loads a model of Keras as a network: a `.keras` file, with its layers and weights. Sequential and functional models are
 * read, with shared layers and models within models; layers keep their names, outputs are called as their layers.
 *
 * What a layer of Keras is here: `docs/layers.md`. What acts in training alone and there is nothing of here, such as
 * regularizers and the dropout of recurrent layers, is left out. Nothing in the file is run, and its sizes and shapes are
 * checked before memory is taken for them.
 *
 * It needs the package h5wasm.
 *
 * @param file a path, a Blob, or the bytes of the file
 * @throws DataError for what is no such file, is damaged, or has layers that there is nothing equal to: all of those are
 * named together
 * @throws FileError for a file that cannot be read
 *
 * @example
 * ```ts
 * const network = await loadKeras('digits.keras');
 * const y = await network.predict(x);
 * ```
 */
export async function loadKeras(file: FileInput, options: LoadKerasOptions = {}): Promise<Network> {
  checkOptions('loadKeras', options, ['inputShape']);
  return withFile(file, 'loadKeras', async (source) => {
    const where = source.name;
    const archive = await openArchive(await readWhole(source), where);
    const model = json(archive, 'config.json', where);
    checkClasses(model, where);
    const read = readModel(model, {
      dialect: dialectOf(archive, where),
      where,
      inputShape: options.inputShape,
    });
    const network = networkFrom({ ...read.architecture, ...outputNames(model, read.architecture, where) });
    const places = kerasPlaces(model);
    const values = await withHdf5(weightsOf(archive, network, source.size, where), where, (opened) =>
      valuesOf(opened, network, read, places, where),
    );
    network.write(values);
    freeze(network, read.layers, places);
    return network;
  });
}

/** Much more than the config of any model takes. */
const MOST_JSON = 2 ** 26;

function json(archive: Archive, name: string, where: string): unknown {
  const bytes = archive.file(name, MOST_JSON);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DataError({ where: `${where}, ${name}`, expected: 'JSON', received: 'none' }, { cause: error });
  }
}

function dialectOf(archive: Archive, where: string): { readonly of: 'keras2' | 'keras3' } {
  const metadata = archive.names.includes('metadata.json') ? json(archive, 'metadata.json', where) : {};
  const version = isRecord(metadata) ? metadata['keras_version'] : undefined;
  return { of: typeof version === 'string' && version.startsWith('2') ? 'keras2' : 'keras3' };
}

/** Outputs are called as Keras' layers, of which some are several of ours. */
function outputNames(
  model: unknown,
  { outputs }: Architecture,
  where: string,
): Pick<Architecture, 'outputNames'> {
  const config = isRecord(model) ? model['config'] : undefined;
  if (outputs.length < 2 || !isRecord(config)) return {};
  const names = endsOf(config['output_layers'], where).map(({ layer }) => layer);
  return new Set(names).size === names.length ? { outputNames: names } : {};
}

/** The bytes of HDF5 beside its values: of the file itself, and of each group in it. */
const HDF5_FILE = 2 ** 16;
const HDF5_LAYER = 2 ** 14;
const MOST_BYTES_OF_A_VALUE = 8;

/** Values that are all alike are packed small: the parameters say how much there may be of them. */
function weightsOf(archive: Archive, network: Network, size: number, where: string): Uint8Array<ArrayBuffer> {
  const needed = network.parameterCount * MOST_BYTES_OF_A_VALUE + network.layers.length * HDF5_LAYER;
  const most = Math.max(2 * size, needed + HDF5_FILE);
  if (archive.names.includes('model.weights.h5')) return archive.file('model.weights.h5', most);
  throw new DataError({
    where,
    expected: 'model.weights.h5 in the archive',
    received: shown(archive.names.slice(0, 5).join(', ')),
    remedy: 'Save the model with model.save(…), which keeps its weights in one file.',
  });
}

/** Layers that are not trained in Keras are not trained here. */
function freeze(
  network: Network,
  layers: readonly KerasWeights[],
  places: ReadonlyMap<string, KerasPlace>,
): void {
  const frozen = layers.filter(({ name, within }) => places.get(layerKey(within, name))?.frozen);
  for (const { parameter } of frozen.flatMap(({ weights }) => weights)) {
    const found = network.parameter(parameter);
    if (found.trainable) found.trainable = false;
  }
}
