import { nearestName, OptionError, outOf, shown } from '@neutype/errors';
import { type FileInput, readSafetensors } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import { matched } from './matching.js';
import { type PlannedModule, planTorch } from './torchPlan.js';

/** Options of `importTorch`. */
export interface ImportTorchOptions {
  /**
   * Which module of PyTorch's a layer gets its values from, where names and shapes do not say it: `{ 'relu-1': 'fc1' }` takes
   * `fc1.weight` and `fc1.bias`. A list for a layer that is several modules, such as `separableConv2d`.
   */
  readonly names?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Writes the values of a PyTorch model into a network of the same layers: those that
 * `safetensors.torch.save_file(model.state_dict(), file)` wrote, or `exportTorch`.
 *
 * Where the file has the names that `exportTorch` would give, they say what is what. Otherwise modules are matched by the
 * names and shapes of their tensors; several that are alike must differ in numbers alone (`layers.0`, `layers.1`), in whose
 * order they are taken. What cannot be told is refused, and `names` says it. Nothing is written unless everything fits.
 *
 * A dense layer behind a flattened image expects the file to have its inputs channel by channel, as `nn.Flatten` gives them.
 * Half precision and float64 become float32; `num_batches_tracked` is left out.
 *
 * @param file its path in Node, a Blob, or its bytes
 * @returns the module that each layer got its values from: `{ 'relu-1': '0', 'softmax-1': '2' }`
 * @throws DataError for what is missing in the file, what no layer takes and what has another shape, all together
 * @throws OptionError for a layer that PyTorch has not, or a name that no layer has
 * @throws FileError for a file that cannot be read
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(100), softmax(10));
 * await importTorch(network, 'sequential.safetensors');
 * await importTorch(network, 'module.safetensors', { names: { 'relu-1': 'hidden', 'softmax-1': 'head' } });
 * ```
 */
export async function importTorch(
  network: AnyNetwork,
  file: FileInput,
  { names = {} }: ImportTorchOptions = {},
): Promise<Record<string, string>> {
  const { modules } = planTorch(network);
  checkNames(modules, names);
  const { tensors } = await readSafetensors(file);
  const matches = matched(modules, tensors, names);
  const values: Record<string, NdArray<TypedArray>> = {};
  for (const [{ module }, prefix] of matches) {
    const theirs = Object.fromEntries(
      Object.keys(module.tensors).flatMap((key) => {
        const array = tensors.get(`${prefix}${key}`);
        return array ? [[key, array]] : [];
      }),
    );
    for (const [key, array] of Object.entries(module.read(theirs))) {
      const parameter = module.parameters[key];
      if (parameter !== undefined) values[parameter.name] = array;
    }
  }
  network.write(values);
  return Object.fromEntries(
    matches.map(([{ layer, module }, prefix]) => [
      module.part === '' ? layer : `${layer}.${module.part}`,
      prefix.slice(0, -1),
    ]),
  );
}

function checkNames(modules: readonly PlannedModule[], names: ImportTorchOptions['names'] & object): void {
  const known = [...new Set(modules.map(({ layer }) => layer))];
  for (const [layer, given] of Object.entries(names)) {
    if (!known.includes(layer)) {
      const nearest = nearestName(layer, known);
      throw new OptionError({
        where: 'importTorch, option names',
        ...outOf('name', known, nearest && `Did you mean '${nearest}'?`),
        received: shown(layer),
      });
    }
    const count = modules.filter((module) => module.layer === layer).length;
    const isText = typeof given === 'string';
    if (
      isText ||
      (Array.isArray(given) && given.length === count && given.every((one) => typeof one === 'string'))
    ) {
      continue;
    }
    throw new OptionError({
      where: `importTorch, option names, ${layer}`,
      expected: count === 1 ? 'the name of a module' : `the name of a module, or of ${count}`,
      received: shown(given),
    });
  }
}
