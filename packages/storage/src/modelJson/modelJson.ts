import type { AnyNetwork } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import { checkNetwork } from '../network/checkNetwork.js';
import { topologyOf } from './write/topology.js';

/** The size of the files that tfjs splits weights into, which browsers keep in their caches. */
const SHARD_BYTES = 4 * 2 ** 20;

/**
 * A network as a layers model of TensorFlow.js: the files `model.json` and its weights, in files of at most 4 MB, by their
 * names. `tf.loadLayersModel` runs it and gives the same outputs.
 *
 * What tfjs has nothing for and what changes nothing in predictions, such as `dropBlock`, is left out; a layer that says
 * anything else that tfjs cannot say is refused.
 *
 * @param network with values
 * @throws OptionError naming a layer that tfjs has nothing equal to, and what to do
 * @throws NotInitializedError before the parameters have values
 *
 * @example
 * ```ts
 * for (const [name, bytes] of await modelJson(network)) offerDownload(name, new Blob([bytes]));
 * ```
 */
export async function modelJson(network: AnyNetwork): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  checkNetwork('modelJson', network);
  const { model, weights } = await topologyOf(network, 'modelJson');
  const shards = shardsOf(joined([...weights.values()]));
  const manifest = {
    paths: shards.map(([name]) => name),
    weights: [...weights].map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
  };
  const json = {
    format: 'layers-model',
    generatedBy: 'Neutype',
    convertedBy: null,
    modelTopology: model,
    weightsManifest: shards.length === 0 ? [] : [manifest],
  };
  return new Map([['model.json', new TextEncoder().encode(JSON.stringify(json))], ...shards]);
}

/** All values one after another. */
function joined(arrays: readonly NdArray<TypedArray>[]): Uint8Array<ArrayBuffer> {
  const all = new Float32Array(arrays.reduce((sum, { size }) => sum + size, 0));
  let begin = 0;
  for (const { data, size } of arrays) {
    all.set(data, begin);
    begin += size;
  }
  return new Uint8Array(all.buffer);
}

function shardsOf(bytes: Uint8Array<ArrayBuffer>): readonly (readonly [string, Uint8Array<ArrayBuffer>])[] {
  const count = Math.ceil(bytes.length / SHARD_BYTES);
  return Array.from({ length: count }, (_, index) => [
    count === 1 ? 'weights.bin' : `group1-shard${index + 1}of${count}.bin`,
    bytes.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES),
  ]);
}
