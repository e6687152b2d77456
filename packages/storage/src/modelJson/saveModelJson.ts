import { writeFile } from '@neutype/files';
import type { AnyNetwork } from '@neutype/layers';
import { modelJson } from './modelJson.js';

/**
 * Saves a network as a layers model of TensorFlow.js, in Node: `model.json` and its weights, in a directory that is there.
 * Each file is written whole or not at all, the json last; without it nobody reads the others.
 *
 * @param network with values
 * @param directory its path, or a `file:` URL
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
  const files = [...(await modelJson(network))];
  for (const [name, bytes] of files.reverse()) await writeFile(within(directory, name), [bytes]);
}

function within(directory: string | URL, name: string): string | URL {
  const base = `${String(directory).replace(/[/\\]$/, '')}/${name}`;
  return directory instanceof URL ? new URL(base) : base;
}
