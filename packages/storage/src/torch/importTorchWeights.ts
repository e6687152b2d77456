import type { Parameter } from '@neutype/core';
import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { type FileInput, openSafetensors, type StoredTensor, withFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { checkFloat32, type NdArray, type TypedArray } from '@neutype/ndarray';
import { checkNetwork } from '../network/checkNetwork.js';
import { matched } from './matching.js';
import { type ModuleNames, named } from './moduleNames.js';
import { type PlannedModule, planTorch } from './torchPlan.js';

/** Options of `importTorchWeights`. */
export interface ImportTorchWeightsOptions {
  /** Which module of PyTorch's a layer gets its values from, where names and shapes do not say it. */
  readonly names?: ModuleNames;
  /**
   * Whether every layer must find its values and the file have no others; `true` by default. With `false`, layers that find
   * none keep what they have, and what no layer takes is passed over. Other shapes are refused all the same.
   */
  readonly strict?: boolean;
}

const OPTIONS = optionNames<ImportTorchWeightsOptions>({ names: true, strict: true });

/**
 * Writes the values of a PyTorch model into a network of the same layers: those that
 * `safetensors.torch.save_file(model.state_dict(), file)` wrote, or `torchWeights`.
 *
 * Where the file has the names that `torchWeights` would give, or modules called as the layers are, they say what is what.
 * Otherwise modules are matched by the names and shapes of their tensors; several that are alike must differ in numbers alone
 * (`layers.0`, `layers.1`), in whose order they are taken. What cannot be told is refused, and `names` says it. Nothing is
 * written unless everything fits.
 *
 * A dense layer behind a flattened image expects the file to have its inputs channel by channel, as `nn.Flatten` gives them.
 * Half precision and float64 become float32; `num_batches_tracked` is left out.
 *
 * @param file its path in Node, a Blob, or its bytes
 * @returns the module that each layer got its values from: `{ 'relu-1': '0', 'softmax-1': '2' }`
 * @throws DataError for what is missing in the file, what no layer takes and what has another shape, all together; for what is
 * no finite number
 * @throws OptionError for a layer that PyTorch has not, or a name that no layer has
 * @throws FileError for a file that cannot be read
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(100), softmax(10));
 * await importTorchWeights(network, 'sequential.safetensors');
 * await importTorchWeights(network, 'module.safetensors', { names: { 'relu-1': 'hidden', 'softmax-1': 'head' } });
 * await importTorchWeights(resnet18(), 'resnet18.safetensors'); // torchvision's, whose names the layers have
 *
 * const features = resnet18({ includeGlobalPool: false }); // for other classes: without the file's fc
 * await importTorchWeights(features, 'resnet18.safetensors', { strict: false });
 * ```
 */
export async function importTorchWeights(
  network: AnyNetwork,
  file: FileInput,
  options: ImportTorchWeightsOptions = {},
): Promise<Record<string, string>> {
  checkNetwork('importTorchWeights', network);
  checkOptions('importTorchWeights', options, OPTIONS);
  const { names = {}, strict = true } = options;
  checkFlag('importTorchWeights, option strict', strict);
  const given = named('importTorchWeights', planTorch(network).modules, names);
  return withFile(file, 'importTorchWeights', async (source) => {
    const { stored } = await openSafetensors(source);
    const modules = matched(given, stored, strict);
    const values: (readonly [Parameter, Float32Array])[] = [];
    for (const module of modules) values.push(...(await valuesOf(module, stored)));
    for (const [parameter, array] of values) parameter.adopt(array);
    return Object.fromEntries(
      modules.map(({ layer, module, prefix }) => [
        module.part === '' ? layer : `${layer}.${module.part}`,
        prefix.slice(0, -1),
      ]),
    );
  });
}

/** The values of a module's parameters, in arrays of their own. */
async function valuesOf(
  { module, prefix }: PlannedModule,
  stored: ReadonlyMap<string, StoredTensor>,
): Promise<readonly (readonly [Parameter, Float32Array])[]> {
  const theirs: Record<string, NdArray<TypedArray>> = {};
  for (const key of Object.keys(module.tensors)) {
    const tensor = stored.get(`${prefix}${key}`);
    if (tensor !== undefined) theirs[key] = await tensor.read();
  }
  return Object.entries(module.read(theirs)).flatMap(([key, array]) => {
    const parameter = module.parameters[key];
    return parameter ? [[parameter, toFloat32(array, parameter.name)] as const] : [];
  });
}

/** @throws DataError for what is no number, or none that a float32 can hold */
function toFloat32(array: NdArray<TypedArray>, name: string): Float32Array {
  checkFloat32(array, `importTorchWeights, ${name}`);
  return array.data instanceof Float32Array ? array.data : new Float32Array(array.data);
}
