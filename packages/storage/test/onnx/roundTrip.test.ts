import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { exampleName, layerExamples } from '@neutype/layer-examples';
import { input, type Network, predict } from '@neutype/layers';
import { NdArray, sizeOf } from '@neutype/ndarray';
import { drawValues } from '@neutype/onnx-runtime';
import { random } from '@neutype/random';
import { loadOnnx, onnxBytes } from '../../src/index.js';

/** What ONNX has no operators for. */
const NOT_SAID = ['apply'];

/** What ONNX says in operators that are no layer, by the name of the example. */
const NOT_READ: Readonly<Record<string, string>> = {
  'globalAvgPool, with a mask': 'padding that is found by its value is a dozen comparisons',
  'globalMaxPool, with a mask': 'padding that is found by its value is a dozen comparisons',
  'lstm, backwards, with peepholes, padding and cells that come out': 'it is written as a loop, Scan',
  'gru, that resets before the product, of both directions and over padding': 'it is written as a loop, Scan',
  'multiHeadAttention, causal, with padding, dropout and sizes of its own':
    'padding that is found by its value is a dozen comparisons',
  transformerBlock: 'padding that is found by its value is a dozen comparisons',
  keepPadding: 'padding that is found by its value is a dozen comparisons',
};

/** What is nothing in prediction, is made of several layers, or is also another layer, and comes back as that. */
const OTHER_KINDS: readonly string[] = [
  'adaptiveAvgPool2d',
  'adaptiveMaxPool2d',
  'apply',
  'dropBlock',
  'dropout',
  'feedForward',
  'gatedAverage',
  'gaussianDropout',
  'gaussianNoise',
  'gaussianSample',
  'hardSwish',
  'lastStep',
  'multiHeadAttention',
  'positionalEncoding',
  'repeatVector',
  'separableConv1d',
  'separableConv2d',
  'spatialDropout',
  'stochasticDepth',
  'transformerBlock',
  'average',
  'relu, a slope below 0',
  'pRelu, an alpha for two axes',
  'conv2d, as many groups as channels',
  'pad, symmetric',
  'batchNorm, over batch and columns',
];

const READ = layerExamples.filter(
  (example) => !NOT_SAID.includes(example.layer) && NOT_READ[exampleName(example)] === undefined,
);

describe('a layer written as ONNX and loaded again is the same layer:', () => {
  for (const example of READ.filter(
    (each) => ![each.layer, exampleName(each)].some((name) => OTHER_KINDS.includes(name)),
  )) {
    it(exampleName(example), async () => {
      const network = input(example.inputShape).to(example.make()) as Network;
      await drawValues(network, 7);
      const loaded = await loadOnnx(new Blob(await onnxBytes(network)));
      const wanted = network.layers.map(({ kind }) => kind);
      expect(loaded.layers.map(({ kind }) => kind)).toEqual(wanted);
    });
  }
});

describe('a layer whose ONNX operators are no layer is refused by name:', () => {
  for (const example of layerExamples.filter((each) => NOT_READ[exampleName(each)] !== undefined)) {
    it(exampleName(example), async () => {
      const network = input(example.inputShape).to(example.make()) as Network;
      await drawValues(network, 7);
      const file = new Blob(await onnxBytes(network));
      await expect(loadOnnx(file)).rejects.toThrow(/^loadOnnx, node '.*' \((Equal|Scan)\): expected/);
    });
  }
});

describe('a layer written as ONNX and loaded again gives the same outputs:', () => {
  for (const example of READ) {
    it(exampleName(example), async () => {
      const network = input(example.inputShape).to(example.make()) as Network;
      await drawValues(network, 7);
      const loaded = await loadOnnx(new Blob(await onnxBytes(network)));
      const x = samples(example.inputShape, example.indices);
      const [expected, given] = [await predict(network, x), await predict(loaded, x)] as [NdArray, NdArray];
      expect(given.shape).toEqual(expected.shape);
      expect(farthest(expected.data, given.data)).toBeLessThan(1e-5);
    });
  }
});

function samples(inputShape: readonly number[], indices: number | undefined): NdArray {
  const source = random(3);
  const shape = [3, ...inputShape];
  const draw = indices === undefined ? () => source.uniform(-1, 1) : () => source.integer(indices);
  return new NdArray(Float32Array.from({ length: sizeOf(shape) }, draw), shape);
}

function farthest(expected: Float32Array, given: Float32Array): number {
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - given[at]!)), 0);
}
