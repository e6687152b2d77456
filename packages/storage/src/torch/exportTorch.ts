import { writeFile, writeSafetensors } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import type { Values } from './torchModule.js';
import { planTorch } from './torchPlan.js';

/**
 * The network's parameters as PyTorch has them, in a safetensors file: names and layouts of the state dict of the model that
 * `torchCode(network)` prints. A chain of layers is an `nn.Sequential`, whose modules have numbers; in a graph they are
 * called as the layers are, `conv2d_1.weight` for `conv2d-1`.
 *
 * What is laid out in another way: matrices of dense layers are transposed; filters are `[filters, channels, rows, columns]`;
 * a dense layer behind a flattened image has its inputs in PyTorch's order, channel by channel; recurrent layers have two
 * biases; attention has one matrix for queries, keys and values; `bidirectional` is one module.
 *
 * @returns the file in pieces, for `new Blob(pieces)` or `writeFile`; `saveTorch` writes it
 * @throws OptionError for a layer that PyTorch has not: an `apply`, a layer of your own, an lstm with peepholes
 * @throws NotInitializedError for a network without values yet
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(100), softmax(10));
 * network.initialize(random(0));
 * const file = new Blob(await exportTorch(network)); // 0.weight, 0.bias, 2.weight, 2.bias
 * ```
 */
export async function exportTorch(network: AnyNetwork): Promise<Uint8Array<ArrayBuffer>[]> {
  const { modules } = planTorch(network);
  const values = await network.read();
  const tensors = new Map<string, NdArray<TypedArray>>();
  for (const { module, prefix } of modules) {
    const own: Values = Object.fromEntries(
      Object.entries(module.parameters).map(([key, { name }]) => [key, values[name] as NdArray]),
    );
    for (const [key, array] of Object.entries(module.write(own))) tensors.set(`${prefix}${key}`, array);
  }
  return writeSafetensors(tensors, { format: 'pt' });
}

/**
 * Writes what `exportTorch` gives to a file, whole or not at all. In Node.
 *
 * @param file its path, or a `file:` URL
 * @throws OptionError for a layer that PyTorch has not; FileError where the file cannot be written
 *
 * @example
 * ```ts
 * await saveTorch(network, 'network.safetensors');
 * console.log(torchCode(network)); // the model in Python, which loads the file
 * ```
 */
export async function saveTorch(network: AnyNetwork, file: string | URL): Promise<void> {
  await writeFile(file, await exportTorch(network));
}
