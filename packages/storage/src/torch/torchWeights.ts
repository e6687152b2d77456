import { checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { type AnnouncedTensor, safetensorsHeader, writeFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import { checkNetwork } from '../network/checkNetwork.js';
import { type ModuleNames, named, namedAsLayers } from './moduleNames.js';
import { arrayOf } from './torchModule.js';
import { type PlannedModule, planTorch } from './torchPlan.js';

/** Options of `torchWeights` and `saveTorchWeights`. */
export interface TorchWeightsOptions {
  /**
   * What modules are called, for another model than the one that `torchCode` prints: `'layers'` for the names of the layers
   * as they are (`layer1.0.conv1`, as torchvision has it), or those of some: `{ 'relu-1': 'fc1' }`.
   */
  readonly names?: 'layers' | ModuleNames;
}

const OPTIONS = optionNames<TorchWeightsOptions>({ names: true });

/**
 * The network's parameters as PyTorch has them, in a safetensors file: names and layouts of the state dict of the model that
 * `torchCode(network)` prints. A chain of layers is an `nn.Sequential`, whose modules have numbers; in a graph they are
 * called as the layers are, `conv2d_1.weight` for `conv2d-1`.
 *
 * What is laid out in another way: matrices of dense layers are transposed; filters are `[filters, channels, rows, columns]`;
 * a dense layer behind a flattened image has its inputs in PyTorch's order, channel by channel; recurrent layers have two
 * biases; attention has one matrix for queries, keys and values; `bidirectional` is one module.
 *
 * @returns the file in pieces, for `new Blob(pieces)`; `saveTorchWeights` writes it
 * @throws OptionError for a layer that PyTorch has not: an `apply`, a layer of your own, an lstm with peepholes
 * @throws NotInitializedError for a network without values yet
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(100), softmax(10));
 * network.initialize(random(0));
 * const file = new Blob(await torchWeights(network)); // 0.weight, 0.bias, 2.weight, 2.bias
 * ```
 */
export async function torchWeights(
  network: AnyNetwork,
  options: TorchWeightsOptions = {},
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of piecesOf(modulesOf('torchWeights', network, options))) pieces.push(piece);
  return pieces;
}

/**
 * Writes what `torchWeights` gives to a file, whole or not at all. One module at a time is copied in memory. In Node.
 *
 * @param file its path, or a `file:` URL
 * @throws OptionError for a layer that PyTorch has not; FileError where the file cannot be written
 *
 * @example
 * ```ts
 * await saveTorchWeights(network, 'network.safetensors');
 * console.log(torchCode(network)); // the model in Python, which loads the file
 * await saveTorchWeights(resnet18(), 'resnet18.safetensors', { names: 'layers' }); // for torchvision's
 * ```
 */
export async function saveTorchWeights(
  network: AnyNetwork,
  file: string | URL,
  options: TorchWeightsOptions = {},
): Promise<void> {
  await writeFile(file, piecesOf(modulesOf('saveTorchWeights', network, options)), 'saveTorchWeights');
}

function modulesOf(
  where: string,
  network: AnyNetwork,
  options: TorchWeightsOptions,
): readonly PlannedModule[] {
  checkNetwork(where, network);
  checkOptions(where, options, OPTIONS);
  const { modules } = planTorch(network);
  const { names = {} } = options;
  if (names === 'layers') return namedAsLayers(modules);
  const { said, open } = named(where, modules, names);
  checkApart(where, [...said, ...open]);
  return [...said, ...open];
}

function checkApart(where: string, modules: readonly PlannedModule[]): void {
  const prefixes = modules.map(({ prefix }) => prefix);
  const twice = modules.find(({ prefix }, index) => prefixes.indexOf(prefix) !== index);
  if (twice === undefined) return;
  throw new OptionError({
    where: `${where}, option names`,
    expected: 'each module once',
    received: `${shown(twice.prefix.slice(0, -1))} twice`,
  });
}

async function* piecesOf(modules: readonly PlannedModule[]): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const announced = modules.flatMap(({ module, prefix }) =>
    Object.entries(module.tensors).map(([key, shape]): AnnouncedTensor => {
      return { name: `${prefix}${key}`, dtype: module.optional?.includes(key) ? 'int32' : 'float32', shape };
    }),
  );
  yield safetensorsHeader(announced, { format: 'pt' });
  for (const { module } of modules) {
    const own: Record<string, NdArray<TypedArray>> = {};
    for (const [key, parameter] of Object.entries(module.parameters)) {
      own[key] = new NdArray(await parameter.read(), parameter.shape);
    }
    const theirs = module.write(own);
    for (const key of Object.keys(module.tensors)) yield bytesOf(arrayOf(theirs, key).data);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
