import { checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { writeFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkClasses } from '../network/classes.js';
import { LoadedNetwork } from '../network/loadedNetwork.js';
import { type Preparation, preparationByInput } from '../network/preparation.js';
import { IR_VERSIONS } from './opsets.js';

/** Options of `onnxBytes` and `saveOnnx`. */
export interface OnnxOptions {
  /** The names of the classes, in the order of the outputs: kept in the model's metadata as JSON, under `classes`. */
  readonly classes?: readonly string[];
  /**
   * What was done to the data that the network was trained on, as `save` takes it: the model then does it itself, and takes
   * raw data. By the names of inputs where there are several. A model that is not given one takes data that are prepared.
   */
  readonly preparation?: Preparation | Readonly<Record<string, Preparation>>;
  /**
   * Which version of ONNX's operators to write, 18 to 24. 21 by default: since then `GroupNormalization` scales each
   * channel, and every runtime of 2024 or later has it.
   */
  readonly opset?: number;
  /** What the graph is called; `neutype` by default. */
  readonly name?: string;
}

const OPTIONS = optionNames<OnnxOptions>({ classes: true, name: true, opset: true, preparation: true });
const DEFAULT_OPSET = 21;

/**
 * A network as an ONNX model, which ONNX Runtime and others run: its layers in prediction, and the values of its
 * parameters.
 *
 * Inputs and outputs have the names of the network's, the shapes as well, channels last, and behind a batch of any size. They
 * are `float32`, but an input that goes into `embedding` alone, which is `int64`.
 *
 * @returns the file in pieces, for `new Blob(…)`. The values of the parameters are copied once; `saveOnnx` copies a few of
 * them at a time.
 * @throws OptionError for a layer that ONNX has no operators for, naming it: `apply`, `globalPool` of a function, layers of
 * your own
 * @throws DataError for a model of 2 GiB or more
 * @throws NotInitializedError where the network has no values yet
 *
 * @example
 * ```ts
 * const model = new Blob(await onnxBytes(network, { classes: ['cat', 'dog'] }));
 * ```
 */
export async function onnxBytes(
  network: AnyNetwork,
  options: OnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of await piecesOf(network, options, 'onnxBytes')) pieces.push(piece.slice());
  return pieces;
}

/**
 * Writes a network into a file as an ONNX model; see `onnxBytes`. The file is written whole or not at all. In Node.
 *
 * @param file its path, or a `file:` URL
 * @throws OptionError for a layer that ONNX has no operators for, naming it
 * @throws DataError for a model of 2 GiB or more
 * @throws NotInitializedError where the network has no values yet
 * @throws FileError where the file cannot be written
 *
 * @example
 * ```ts
 * await saveOnnx(network, 'digits.onnx', { classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] });
 * ```
 */
export async function saveOnnx(
  network: AnyNetwork,
  file: string | URL,
  options: OnnxOptions = {},
): Promise<void> {
  await writeFile(file, await piecesOf(network, options, 'saveOnnx'), 'saveOnnx');
}

async function piecesOf(
  network: AnyNetwork,
  options: OnnxOptions,
  where: string,
): Promise<AsyncIterable<Uint8Array<ArrayBuffer>>> {
  checkNetwork(where, network);
  checkOptions(where, options, OPTIONS);
  const { name = 'neutype', opset = DEFAULT_OPSET, preparation = {} } = options;
  const classes = options.classes ?? (network instanceof LoadedNetwork ? network.classes : undefined);
  checkOpset(opset, where);
  if (classes !== undefined) checkClasses(`${where}, option classes`, classes, network);
  const byInput = preparationByInput(preparation, network, `${where}, option preparation`);
  // Only those who write a model wait for the messages' schema to be built.
  const { writeModel } = await import('./write/writeModel.js');
  return writeModel(network, { classes, name, opset, preparation: byInput });
}

function checkOpset(opset: unknown, where: string): void {
  if (typeof opset === 'number' && Object.hasOwn(IR_VERSIONS, opset)) return;
  throw new OptionError({
    where: `${where}, option opset`,
    expected: `one of ${Object.keys(IR_VERSIONS).join(', ')}`,
    received: shown(opset),
  });
}
