import { makeFolder, toPath, writeFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { modelJson } from './modelJson.js';

/**
 * Saves a network as a layers model of TensorFlow.js, in Node: `model.json` and its weights, in a directory that is made where
 * there is none.
 * Each file is written whole or not at all, the json last; without it nobody reads the others.
 *
 * @param network with values
 * @param directory its path, or a `file:` URL; the path of its `model.json` is as good
 * @throws OptionError naming a layer that tfjs has nothing equal to, and what to do
 * @throws NotInitializedError before the parameters have values
 * @throws FileError where a file cannot be written
 *
 * @example
 * ```ts
 * await saveModelJson(network, 'public/digits'); // const model = await tf.loadLayersModel('/digits/model.json');
 * ```
 */
export async function saveModelJson(network: AnyNetwork, directory: string | URL): Promise<void> {
  const folder = folderOf(directory);
  const files = [...(await modelJson(network))];
  await makeFolder(folder);
  for (const [name, bytes] of files.reverse()) await writeFile(`${folder}/${name}`, [bytes], 'saveModelJson');
}

/** Its path without the name of the json, by which models are loaded. */
function folderOf(directory: string | URL): string {
  const path = toPath(directory, 'saveModelJson');
  return path.replace(/(^|[/\\])model\.json$/, '').replace(/[/\\]$/, '') || '.';
}
