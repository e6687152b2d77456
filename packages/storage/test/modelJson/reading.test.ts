import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { NdArray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  model as modelOf,
  sequential,
  layers as tf,
  input as tfInput,
} from '@tensorflow/tfjs-layers';
import { loadModelJson, type ModelArtifacts } from '../../src/index.js';
import { expectEqual, predictedHere, predictedInTfjs, savedByTfjs } from './tfjs.js';

type LayerOf = ReturnType<typeof tf.dense>;

/** Layers of tfjs as a chain, by what goes in. */
const CHAINS: Readonly<
  Record<string, { readonly shape: number[]; readonly indices?: number; make(): readonly unknown[] }>
> = {
  'dense layers with activations': {
    shape: [5],
    make: () => [
      tf.dense({ units: 6, activation: 'relu' }),
      tf.dense({ units: 4, activation: 'hardSigmoid', useBias: false }),
      tf.activation({ activation: 'softplus' }),
      tf.leakyReLU({ alpha: 0.2 }),
      tf.elu(),
      tf.reLU({ maxValue: 6 }),
      tf.dense({ units: 3, activation: 'softmax' }),
    ],
  },
  'convolutions and poolings of images': {
    shape: [9, 9, 2],
    make: () => [
      tf.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', strides: 2 }),
      tf.batchNormalization({ momentum: 0.9, scale: false }),
      tf.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
      tf.prelu({ sharedAxes: [1, 2] }),
      tf.separableConv2d({ filters: 3, kernelSize: 2, padding: 'same' }),
      tf.maxPooling2d({ poolSize: 2, strides: 1 }),
      tf.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
      tf.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 1],
        ],
      }),
      tf.cropping2D({
        cropping: [
          [0, 1],
          [1, 0],
        ],
      }),
      tf.upSampling2d({ size: [2, 1] }),
      tf.averagePooling2d({ poolSize: 2, padding: 'same' }),
      tf.permute({ dims: [3, 1, 2] }),
      tf.flatten(),
      tf.dense({ units: 2 }),
    ],
  },
  'layers on sequences': {
    shape: [6, 4],
    make: () => [
      tf.conv1d({ filters: 5, kernelSize: 3, padding: 'same', dilationRate: 2 }),
      tf.maxPooling1d({ poolSize: 2 }),
      tf.layerNormalization(),
      tf.bidirectional({ layer: tf.lstm({ units: 3, returnSequences: true }), mergeMode: 'ave' }),
      tf.timeDistributed({ layer: tf.dense({ units: 4, activation: 'tanh' }) }),
      tf.simpleRNN({ units: 3, goBackwards: true }),
      tf.repeatVector({ n: 2 }),
      tf.lstm({ units: 2, recurrentActivation: 'sigmoid', returnSequences: true }),
      tf.globalAveragePooling1d(),
      tf.reshape({ targetShape: [2, 1] }),
    ],
  },
  'gated recurrent units': {
    shape: [6, 4],
    make: () => [
      tf.gru({ units: 3, returnSequences: true }),
      tf.bidirectional({
        layer: tf.gru({ units: 2, recurrentActivation: 'sigmoid', returnSequences: true }),
        mergeMode: 'concat',
      }),
      tf.gru({ units: 3, goBackwards: true, useBias: false, activation: 'relu' }),
    ],
  },
  'words, some of them padding': {
    shape: [5],
    indices: 4,
    make: () => [tf.embedding({ inputDim: 4, outputDim: 3, maskZero: true }), tf.lstm({ units: 2 })],
  },
  'a mask before a recurrent layer': {
    shape: [5, 1],
    indices: 2,
    make: () => [tf.masking({ maskValue: 1 }), tf.simpleRNN({ units: 2 })],
  },
  'a rescaling': {
    shape: [3, 3, 1],
    make: () => [tf.rescaling({ scale: 1 / 255, offset: 0.5 }), tf.globalMaxPooling2d({})],
  },
};

describe('a model that tfjs saved gives the same outputs here:', () => {
  for (const [name, { shape, indices, make }] of Object.entries(CHAINS)) {
    it(name, async () => {
      const model = sequential({ layers: [tf.inputLayer({ inputShape: shape })] });
      for (const layer of make()) model.add(layer as LayerOf);
      await expectSame(model, [shape], indices);
    });
  }

  it('branches that meet again, a layer and a model that are called twice, and two outputs', async () => {
    const encoder = sequential({ layers: [tf.dense({ units: 3, inputShape: [4], activation: 'tanh' })] });
    const shared = tf.dense({ units: 3 });
    const [left, right] = [tfInput({ shape: [4] }), tfInput({ shape: [4] })];
    const codes = [left, right].map((x) => encoder.apply(x)) as (typeof left)[];
    const projected = codes.map((code) => shared.apply(code)) as (typeof left)[];
    const sum = tf.add().apply(projected) as typeof left;
    const both = tf.concatenate().apply([sum, tf.multiply().apply(codes) as typeof left]) as typeof left;
    const outputs = [tf.dense({ units: 1 }).apply(both), tf.maximum().apply(projected)] as (typeof left)[];
    await expectSame(modelOf({ inputs: [left, right], outputs }), [[4], [4]]);
  });
});

async function expectSame(model: LayersModel, shapes: readonly number[][], indices?: number): Promise<void> {
  const source = random(5);
  const drawn = model.getWeights().map(({ shape }) => {
    const values = Float32Array.from({ length: sizeOf(shape) }, () => source.uniform(0.05, 0.6));
    return tensor(values, shape);
  });
  model.setWeights(drawn);
  const inputs = shapes.map((shape) => {
    const sizes = [3, ...shape];
    const draw = () => (indices === undefined ? source.uniform(-1, 1) : source.integer(indices));
    return new NdArray(Float32Array.from({ length: sizeOf(sizes) }, draw), sizes);
  });
  const network = await loadModelJson((await savedByTfjs(model)) as ModelArtifacts);
  expectEqual(await predictedHere(network, inputs), predictedInTfjs(model, inputs));
}

/** What the converter of Keras models writes. */
describe('a model from the converter', () => {
  const topology = {
    keras_version: '2.15.0',
    backend: 'tensorflow',
    model_config: {
      class_name: 'Functional',
      config: {
        name: 'model',
        trainable: true,
        layers: [
          {
            class_name: 'InputLayer',
            config: {
              batch_input_shape: [null, 2, 2, 1],
              dtype: 'float32',
              sparse: false,
              ragged: false,
              name: 'input_1',
            },
            name: 'input_1',
            inbound_nodes: [],
          },
          {
            class_name: 'BatchNormalization',
            config: { name: 'bn', axis: [3], momentum: 0.99, epsilon: 0.001, center: false, scale: true },
            name: 'bn',
            inbound_nodes: [[['input_1', 0, 0, {}]]],
          },
          {
            class_name: 'Flatten',
            config: { name: 'flatten', data_format: 'channels_last' },
            name: 'flatten',
            inbound_nodes: [[['bn', 0, 0, {}]]],
          },
          {
            class_name: 'Dense',
            config: {
              name: 'dense',
              units: 2,
              activation: 'linear',
              use_bias: true,
              kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
            },
            name: 'dense',
            inbound_nodes: [[['flatten', 0, 0, {}]]],
          },
        ],
        input_layers: [['input_1', 0, 0]],
        output_layers: [['dense', 0, 0]],
      },
    },
  };

  it('is read with its weights in 8 and 16 bits and in half precision', async () => {
    const weights = new Uint8Array([
      ...new Uint8Array(new Float32Array([2, 1, 4]).buffer), // gamma, moving_mean, moving_variance
      ...[0, 1, 2, 3, 4, 5, 6, 255], // kernel: q · 0.5 − 1
      ...new Uint8Array(new Uint16Array([0x3c00, 0xc000]).buffer), // bias: 1, −2
      ...new Uint8Array(new Uint16Array([7]).buffer), // of the optimizer
    ]);
    const files = filesOf(topology, weights, [
      { name: 'bn/gamma', shape: [1], dtype: 'float32' },
      { name: 'bn/moving_mean', shape: [1], dtype: 'float32' },
      { name: 'bn/moving_variance', shape: [1], dtype: 'float32' },
      {
        name: 'dense/kernel',
        shape: [4, 2],
        dtype: 'float32',
        quantization: { dtype: 'uint8', min: -1, scale: 0.5, original_dtype: 'float32' },
      },
      {
        name: 'dense/bias',
        shape: [2],
        dtype: 'float32',
        quantization: { dtype: 'float16', original_dtype: 'float32' },
      },
      {
        name: 'adam/iterations',
        shape: [1],
        dtype: 'int32',
        group: 'optimizer',
        quantization: { dtype: 'uint16', min: 0, scale: 1 },
      },
    ]);
    const network = await loadModelJson(files);
    const y = await network.predict(new NdArray(new Float32Array([1, 2, 3, 4]), [1, 2, 2, 1]));
    // (x − 1) / √4.001 · 2, times the kernel, plus the bias.
    const factor = 2 / Math.sqrt(4.001);
    const kernel = [0, 1, 2, 3, 4, 5, 6, 255].map((q) => q * 0.5 - 1);
    const expected = [1, -2].map((bias, unit) =>
      [0, 1, 2, 3].reduce((sum, x, row) => sum + x * factor * (kernel[row * 2 + unit] as number), bias),
    );
    expectEqual([y], [new NdArray(Float32Array.from(expected), [1, 2])]);
  });

  it.each([
    ['a weight that is missing', [], /none for bn\.gamma, bn\.runningMean/],
    [
      'weights of another shape',
      [{ name: 'dense/kernel', shape: [2, 4], dtype: 'float32' }],
      /kernel \[2, 4\] for \[4, 2\]/,
    ],
    ['weights that no layer has', [{ name: 'other/kernel', shape: [2], dtype: 'float32' }], /other\/kernel/],
    [
      'a type that there is not',
      [{ name: 'dense/bias', shape: [2], dtype: 'string' }],
      /float32, int32 or bool/,
    ],
    [
      'an absurd shape',
      [{ name: 'dense/bias', shape: [2 ** 50, 2], dtype: 'float32' }],
      /weights that a file can hold/,
    ],
    [
      'a shape larger than the files',
      [{ name: 'dense/bias', shape: [2 ** 40], dtype: 'float32' }],
      /bytes of weights/,
    ],
  ])('is refused with %s', async (_, specs, message) => {
    const bytes = specs.reduce((sum, { shape }) => sum + 4 * Math.min(sizeOf(shape), 8), 0);
    await expect(loadModelJson(filesOf(topology, new Uint8Array(bytes), specs))).rejects.toThrow(message);
  });

  it('is refused where a file of weights is missing, or lies elsewhere', async () => {
    const files = new Map(
      filesOf(topology, new Uint8Array(4), [{ name: 'dense/bias', shape: [1], dtype: 'float32' }]),
    );
    files.delete('weights.bin');
    await expect(loadModelJson(files)).rejects.toThrow("the file 'weights.bin' with weights");
    const outside = new TextEncoder().encode(
      JSON.stringify({
        modelTopology: topology,
        weightsManifest: [{ paths: ['../secret.bin'], weights: [] }],
      }),
    );
    await expect(loadModelJson(new Map([['model.json', outside]]))).rejects.toThrow(
      'names of files beside model.json',
    );
  });

  it('names the layer that there is nothing equal to', async () => {
    const lambda = {
      class_name: 'Sequential',
      config: [{ class_name: 'Lambda', config: { name: 'odd', batch_input_shape: [null, 2] } }],
    };
    await expect(
      loadModelJson(filesOf({ keras_version: '2.15.0', model_config: lambda }, new Uint8Array(), [])),
    ).rejects.toThrow("layer 'odd' (Lambda)");
  });

  it('takes the sizes that a model leaves open', async () => {
    const model = {
      class_name: 'Sequential',
      config: {
        layers: [
          {
            class_name: 'Dense',
            config: { name: 'd', units: 1, use_bias: false, batch_input_shape: [null, null, 2] },
          },
        ],
      },
    };
    const weights = new Uint8Array(new Float32Array([1, 2]).buffer);
    const files = filesOf({ keras_version: '2.15.0', model_config: model }, weights, [
      { name: 'd/kernel', shape: [2, 1], dtype: 'float32' },
    ]);
    await expect(loadModelJson(files)).rejects.toThrow('{ inputShape: [20, 8] }');
    const network = await loadModelJson(files, { inputShape: [3, 2] });
    expect(network.outputShape).toEqual([3, 1]);
  });
});

function filesOf(
  modelTopology: object,
  weights: Uint8Array,
  specs: readonly object[],
): ReadonlyMap<string, Uint8Array> {
  const manifest = [{ paths: ['weights.bin'], weights: specs }];
  const json = new TextEncoder().encode(JSON.stringify({ modelTopology, weightsManifest: manifest }));
  return new Map([
    ['model.json', json],
    ['weights.bin', weights],
  ]);
}
