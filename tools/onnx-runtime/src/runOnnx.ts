import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What goes into a model, by the names of its inputs. */
export type Inputs = Readonly<
  Record<string, { readonly data: Float32Array | BigInt64Array; readonly dims: readonly number[] }>
>;

/** What comes out of it, by the names of its outputs. */
export type Outputs = Readonly<
  Record<string, { readonly data: readonly number[]; readonly dims: readonly number[] }>
>;

const THREAD = new Worker(new URL('./runModels.mjs', import.meta.url));
THREAD.unref();

/** What ONNX Runtime computes from each of several inputs. */
export async function runOnnx(model: Uint8Array, runs: readonly Inputs[]): Promise<readonly Outputs[]> {
  THREAD.ref();
  THREAD.postMessage({ model, runs });
  const [{ outputs, message }] = await once(THREAD, 'message');
  THREAD.unref();
  if (message !== undefined) throw new Error(message);
  return outputs;
}
