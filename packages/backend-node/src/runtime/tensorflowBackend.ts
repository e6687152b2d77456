import * as tf from '@tensorflow/tfjs-core';
import { type Binding, loadBinding } from './binding.js';
import { commonJsLoader } from './commonJsLoader.js';
import type { Installation } from './installations.js';
import { nodeUtil } from './nodeUtil.js';

/** The name under which tfjs-node registers its backend and its kernels. */
export const TFJS_NODE_BACKEND = 'tensorflow';

/** What tfjs-node's backend keeps of one tensor's data. */
export interface TensorData {
  readonly shape: number[];
  readonly dtype: number;
  /** Values that TensorFlow has not been given yet. */
  values: ArrayBufferView | null;
  /** The binding's id; -1 while TensorFlow has not been given the values. */
  id: number;
  refCount: number;
}

/** The parts of tfjs-node's backend object that this package uses. */
export interface TensorflowBackend extends tf.KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: tf.DataStorage<TensorData>;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
}

/**
 * Loads an installation's TensorFlow and tfjs-node's kernels, and registers the backend with tfjs.
 *
 * @throws the dynamic linker's error where the binding or its library cannot be loaded
 */
export function loadTensorflowBackend(installation: Installation): TensorflowBackend {
  const binding = loadBinding(installation.binding);
  const load = commonJsLoader(installation.kernels, {
    '@tensorflow/tfjs': tf,
    '@tensorflow/tfjs-core': tf,
    util: nodeUtil,
    './proto/api_pb': {}, // TensorBoard's messages: nothing that trains needs them
  });
  const { NodeJSKernelBackend } = load('nodejs_kernel_backend') as {
    NodeJSKernelBackend: new (binding: Binding, packageName: string) => TensorflowBackend;
  };
  tf.registerBackend(TFJS_NODE_BACKEND, () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node'), 3);
  load('register_all_kernels');
  return tf.findBackend(TFJS_NODE_BACKEND) as TensorflowBackend;
}
