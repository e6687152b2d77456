import { writeFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkWeightsName } from './checkWeightsName.js';
import { describeForKeras } from './describe.js';
import { writtenHdf5 } from './hdf5.js';
import { kerasPaths } from './kerasPaths.js';

/**
 * The values of a network's parameters as a `.weights.h5` file of Keras 3, which the model of {@link kerasCode} takes by
 * `model.load_weights`.
 *
 * It needs the package h5wasm.
 *
 * @throws OptionError for a layer that Keras cannot say, naming it
 * @throws NotInitializedError before the parameters have values
 *
 * @example In a browser
 * ```ts
 * const file = new Blob([await kerasWeights(network)]);
 * ```
 */
export async function kerasWeights(network: AnyNetwork): Promise<Uint8Array> {
  checkNetwork('kerasWeights', network);
  const description = describeForKeras(network);
  const paths = kerasPaths(description);
  const values = await network.read();
  return writtenHdf5((file) => {
    const written = new Set<string>();
    for (const { name, variables } of description.calls) {
      const path = paths.get(name);
      if (path === undefined || written.has(path)) continue;
      written.add(path);
      file.group(`${path}/vars`, { name });
      for (const variable of variables) {
        const arrays = variable.parameters.map((each) => values[each]?.data as Float32Array);
        file.array(`${path}/${variable.path}`, variable.pack(arrays), variable.shape);
      }
    }
  });
}

/**
 * Writes the values of a network's parameters to a `.weights.h5` file of Keras 3, which the model of {@link kerasCode}
 * takes by `model.load_weights`. In Node; in browsers there is {@link kerasWeights}.
 *
 * It needs the package h5wasm.
 *
 * @param file its path, or a `file:` URL, which ends in `.weights.h5` as Keras wants it
 * @throws OptionError for a layer that Keras cannot say, naming it; for a name with another end
 * @throws FileError where it cannot be written
 *
 * @example
 * ```ts
 * await saveKerasWeights(network, 'digits.weights.h5');
 * ```
 */
export async function saveKerasWeights(network: AnyNetwork, file: string | URL): Promise<void> {
  checkNetwork('saveKerasWeights', network);
  checkWeightsName('saveKerasWeights, file', file);
  await writeFile(file, [await kerasWeights(network)], 'saveKerasWeights');
}
