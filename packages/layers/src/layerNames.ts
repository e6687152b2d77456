import { nearestName } from '@neutype/errors';

/** The layers there are, by name, each as it is called. */
const CALLS: Readonly<Record<string, string>> = {
  input: 'input(784)',
  linear: 'linear(10)',
  relu: 'relu(10)',
  sigmoid: 'sigmoid(1)',
  tanh: 'tanh(10)',
  softmax: 'softmax(10)',
  conv2d: 'conv2d(32, 3)',
  maxPool2d: 'maxPool2d(2)',
  avgPool2d: 'avgPool2d(2)',
  flatten: 'flatten()',
  reshape: 'reshape([28, 28, 1])',
  dropout: 'dropout(0.5)',
  batchNorm: 'batchNorm()',
  add: 'add()',
  multiply: 'multiply()',
  average: 'average()',
  maximum: 'maximum()',
  concatenate: 'concatenate()',
  gatedAverage: 'gatedAverage()',
};

/** What Keras, PyTorch and NeuPy call them, in lower case. */
const SYNONYMS: Readonly<Record<string, string>> = {
  dense: 'linear',
  fullyconnected: 'linear',
  affine: 'linear',
  logistic: 'sigmoid',
  conv: 'conv2d',
  convolution: 'conv2d',
  convolution2d: 'conv2d',
  maxpool: 'maxPool2d',
  maxpooling: 'maxPool2d',
  maxpooling2d: 'maxPool2d',
  avgpool: 'avgPool2d',
  averagepooling: 'avgPool2d',
  averagepooling2d: 'avgPool2d',
  batchnormalization: 'batchNorm',
  batchnorm1d: 'batchNorm',
  batchnorm2d: 'batchNorm',
  elementwise: 'add',
  cat: 'concatenate',
  concat: 'concatenate',
};

/** The names of the layers. */
export const layerNames: readonly string[] = Object.keys(CALLS);

/**
 * The layer that is most likely meant by a name: by another spelling, or as Keras, PyTorch or NeuPy have it.
 *
 * @example
 * ```ts
 * nearestLayer('Dense'); // 'linear'
 * nearestLayer('maxpool2D'); // 'maxPool2d'
 * ```
 */
export function nearestLayer(name: string): string | undefined {
  const plain = name.replace(/[-_\s]/g, '').toLowerCase();
  return Object.hasOwn(SYNONYMS, plain) ? SYNONYMS[plain] : nearestName(name, layerNames);
}

/** How the layer of this name is called, `relu(10)` for `relu`. */
export function callOf(name: string): string {
  return Object.hasOwn(CALLS, name) ? (CALLS[name] as string) : `${name}(…)`;
}
