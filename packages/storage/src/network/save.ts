import { checkNumber, checkOptions, NotInitializedError, optionNames } from '@neutype/errors';
import { type AnnouncedTensor, safetensorsHeader, writeFile } from '@neutype/files';
import { type AnyNetwork, architectureOf, checkDescribable, type PlainValue } from '@neutype/layers';
import { VERSION } from '../version.js';
import { checkNetwork } from './checkNetwork.js';
import { checkClasses } from './classes.js';
import { LoadedNetwork } from './loadedNetwork.js';
import { type Preparation, preparationByInput } from './preparation.js';
import { describePreparation } from './preparationRecords.js';
import { checkMetadata, RECORD_NAME, recordText } from './record.js';

/** What goes with a network into its file. A network that was loaded has what it was loaded with, unless told otherwise. */
export interface SaveNetworkOptions {
  /** The names of the classes, in the order of the outputs; of two for a network that gives one probability. */
  readonly classes?: readonly string[];
  /**
   * What was done to the data that the network was trained on, so that `predictRaw` and `classify` can do it too:
   * `[{ divide: 255 }, scaler]`. By the names of inputs where there are several.
   */
  readonly preparation?: Preparation | Readonly<Record<string, Preparation>>;
  /** The seed that it was trained with: `optimizer.seed`. */
  readonly seed?: number;
  /** Whatever else is to be known of it, as plain values by name. */
  readonly metadata?: Readonly<Record<string, PlainValue>>;
}

const OPTIONS = optionNames<SaveNetworkOptions>({
  classes: true,
  metadata: true,
  preparation: true,
  seed: true,
});

/**
 * Saves a network whole: its layers, its parameters, and what goes with it. `load` gives it back, bit for bit.
 *
 * The file is a safetensors file, which other tools read as well: the parameters are its tensors, by their names. All else is
 * in its metadata. It takes the place of a file that was there when all of it has reached the disk, or not at all. No second
 * copy of the parameters is made.
 *
 * @param file its path in Node, or a `file:` URL; in a browser there is `networkToSafetensors`
 * @param options.classes names of the classes, for `classify`
 * @param options.preparation what was done to the training data, for `predictRaw`
 * @throws OptionError for a layer that no file can hold, such as one that applies a function; the message says what to do
 * @throws NotInitializedError for a network that has no values yet
 * @throws FileError for a file that cannot be written; what was there stays
 *
 * @example
 * ```ts
 * const scaler = standardScaler(xTrain);
 * const optimizer = adam(network);
 * await optimizer.train(scaler.apply(xTrain), yTrain, { epochs: 10 });
 * await save(network, 'iris.safetensors', {
 *   classes: ['setosa', 'versicolor', 'virginica'],
 *   preparation: scaler,
 *   seed: optimizer.seed,
 *   metadata: { data: 'Fisher 1936' },
 * });
 * ```
 */
export async function save(
  network: AnyNetwork,
  file: string | URL,
  options: SaveNetworkOptions = {},
): Promise<void> {
  const { header, tensors } = described(network, options);
  await writeFile(file, piecesOf(header, tensors), 'save');
}

/**
 * The same file in pieces, for where there are no paths: a download, a Blob, an upload.
 *
 * @returns its bytes, one piece after another
 * @throws as `save`
 *
 * @example
 * ```ts
 * const blob = new Blob(await networkToSafetensors(network));
 * const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: 'digits.safetensors' });
 * link.click();
 * ```
 */
export async function networkToSafetensors(
  network: AnyNetwork,
  options: SaveNetworkOptions = {},
): Promise<Uint8Array<ArrayBuffer>[]> {
  const { header, tensors } = described(network, options);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of piecesOf(header, tensors)) pieces.push(piece.slice());
  return pieces;
}

/** A tensor of the file, and where its numbers come from. */
interface Tensor extends AnnouncedTensor {
  pieces(): Iterable<Float64Array> | AsyncIterable<Float32Array>;
}

function described(
  network: AnyNetwork,
  options: SaveNetworkOptions,
): { readonly header: Uint8Array; readonly tensors: readonly Tensor[] } {
  checkNetwork('save', network);
  checkSaveable(network);
  checkOptions('save', options, OPTIONS);
  const { classes, metadata, preparation, seed } = { ...belongingsOf(network), ...options };
  if (classes !== undefined) checkClasses('save, option classes', classes, network);
  if (metadata !== undefined) checkMetadata(metadata);
  if (seed !== undefined) checkNumber('save, option seed', seed, { whole: true });
  const prepared = describePreparation(
    preparation === undefined ? {} : preparationByInput(preparation, network, 'save, option preparation'),
  );
  const record = recordText({
    library: VERSION,
    architecture: architectureOf(network),
    ...(classes && { classes }),
    ...(Object.keys(prepared.records).length > 0 && { preparation: prepared.records }),
    ...(seed !== undefined && { seed }),
    ...(metadata && { metadata }),
  });
  // Wider types first, as the format wants them.
  const tensors: Tensor[] = [...prepared.tensors].map(([name, { data, shape }]) => ({
    name,
    dtype: 'float64',
    shape,
    pieces: () => [data],
  }));
  for (const parameter of network.parameters) {
    const { name, shape } = parameter;
    tensors.push({ name, dtype: 'float32', shape, pieces: () => parameter.pieces() });
  }
  return { header: safetensorsHeader(tensors, { [RECORD_NAME]: record }), tensors };
}

function checkSaveable(network: AnyNetwork): void {
  checkDescribable('save', network);
  const empty = network.parameters.find(({ initialized }) => !initialized);
  if (empty === undefined) return;
  throw new NotInitializedError({
    where: `save, parameter ${empty.name}`,
    expected: 'values',
    received: 'none yet',
    remedy: 'Train the network first, or give it its first values: network.initialize(random(0)).',
  });
}

function belongingsOf(network: AnyNetwork): SaveNetworkOptions {
  if (!(network instanceof LoadedNetwork)) return {};
  const { classes, metadata, preparation, seed } = network;
  return { preparation, metadata, ...(classes && { classes }), ...(seed !== undefined && { seed }) };
}

async function* piecesOf(header: Uint8Array, tensors: readonly Tensor[]): AsyncGenerator<Uint8Array> {
  yield header;
  for (const { pieces } of tensors) {
    for await (const { buffer, byteLength, byteOffset } of pieces()) {
      yield new Uint8Array(buffer, byteOffset, byteLength);
    }
  }
}
