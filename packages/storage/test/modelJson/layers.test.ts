import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  avgPool1d,
  batchNorm,
  bidirectional,
  conv1d,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  gru,
  hardSigmoid,
  input,
  type Layer,
  lstm,
  maxPool2d,
  type Network,
  pad,
  pRelu,
  simpleRnn,
} from '@neutype/layers';
import { loadModelJson, modelJson } from '../../src/index.js';
import { drawValues, expectEqual, loadInTfjs, predictedHere, predictedInTfjs, samplesFor } from './tfjs.js';

/** What tfjs's layers cannot say, and what the refusal says of it. Other options of these kinds are in `PLAIN`. */
const REFUSED: Readonly<Record<string, string>> = {
  'elu, alpha 0.5': 'an alpha other than 1',
  'gelu, by tanh, of sequences': 'approximate: tanh',
  'softmax, along another axis': 'an axis that is not the last',
  'logSoftmax, along another axis': 'an axis that is not the last',
  'conv2d, groups, stride and dilation, padding of each side': '2 groups of channels',
  'conv1d, causal, dilation 2, groups': '2 groups of channels',
  'depthwiseConv2d, multiplier, stride and dilation, padding of each side': 'a dilation',
  'conv2dTranspose, padding of each side and outputPadding': 'an outputPadding',
  'maxPool2d, padding 1, stride 2': 'padding in numbers',
  avgPool1d: 'padding in numbers',
  adaptiveAvgPool2d: 'windows of different sizes',
  adaptiveMaxPool2d: 'windows of different sizes',
  'globalAvgPool, with a mask': 'a maskValue',
  'globalMaxPool, with a mask': 'a maskValue',
  'upsample, bilinear': 'bilinear',
  'batchNorm, over batch and columns': 'statistics along several axes',
  simpleRnn: 'an initial state',
  gru: "Make it with resetGate: 'before'",
  'gru, of two inputs, as PyTorch has it': "Make it with resetGate: 'before'",
  'lstm, backwards, with peepholes, padding and cells that come out': 'backwards with returnSequences',
};

/** Kinds that it has nothing equal to, whatever their options. */
const KINDS_REFUSED: Readonly<Record<string, string | RegExp>> = {
  apply: 'apply',
  pad: 'anything but zeros around it',
  gaussianSample: 'gaussian-sample',
  rmsNorm: 'rms-norm',
  groupNorm: 'group-norm',
  instanceNorm: 'instance-norm',
  localResponseNorm: 'local-response-norm',
  gatedAverage: 'gated-average',
  multiHeadAttention: 'multi-head-attention',
  transformerBlock: /multi-head-attention|keep-padding/,
  keepPadding: 'keep-padding',
  positionalEncoding: 'positional-encoding',
  positionEmbedding: 'position-embedding',
};

/** With options that tfjs can say, of kinds whose examples have others. */
const PLAIN: readonly LayerExample[] = [
  { layer: 'simpleRnn', inputShape: [3, 4], make: () => simpleRnn(2, { returnSequences: true }) },
  { layer: 'lstm', inputShape: [3, 4], make: () => lstm(2, { backwards: true, bias: null }) },
  {
    layer: 'lstm',
    variant: 'of steps alone that are no padding',
    inputShape: [3, 4],
    make: () => lstm(2, { maskValue: 0 }),
  },
  {
    layer: 'gru',
    variant: 'that resets before the product and replaces its state, by hard gates',
    inputShape: [3, 4],
    make: () =>
      gru(2, {
        resetGate: 'before',
        activations: { reset: 'hardSigmoid', update: 'hardSigmoid', hidden: 'relu' },
        returnSequences: true,
      }),
  },
  {
    layer: 'gru',
    variant: 'that resets before the product, without a bias, backwards',
    inputShape: [3, 4],
    make: () => gru(2, { resetGate: 'before', updateGate: 'keeps', bias: null, backwards: true }),
  },
  {
    layer: 'bidirectional',
    variant: 'of gated units that reset before the product',
    inputShape: [3, 4],
    make: () => bidirectional(gru(2, { resetGate: 'before', returnSequences: true })),
  },
  {
    layer: 'bidirectional',
    variant: 'of all steps',
    inputShape: [3, 4],
    make: () => bidirectional(lstm(2, { returnSequences: true }), { merge: 'add' }),
  },
  { layer: 'avgPool1d', variant: 'same', inputShape: [5, 2], make: () => avgPool1d(2, { padding: 'same' }) },
  {
    layer: 'maxPool2d',
    variant: 'same',
    inputShape: [4, 5, 2],
    make: () => maxPool2d(2, { padding: 'same' }),
  },
  {
    layer: 'adaptiveAvgPool2d',
    variant: 'of equal windows',
    inputShape: [4, 6, 2],
    make: () => adaptiveAvgPool2d([2, 3]),
  },
  {
    layer: 'adaptiveMaxPool2d',
    variant: 'of equal windows',
    inputShape: [4, 6, 2],
    make: () => adaptiveMaxPool2d([2, 3]),
  },
  {
    layer: 'conv2d',
    variant: 'a group for each channel',
    inputShape: [5, 5, 2],
    make: () => conv2d(4, 3, { groups: 2, padding: [1, 0], stride: 2 }),
  },
  {
    layer: 'conv1d',
    variant: 'causal',
    inputShape: [6, 2],
    make: () => conv1d(3, 3, { padding: 'causal', dilation: 2 }),
  },
  {
    layer: 'conv1d',
    variant: 'a group for each channel',
    inputShape: [6, 2],
    make: () => conv1d(4, 3, { padding: 'same', groups: 2 }),
  },
  {
    layer: 'depthwiseConv2d',
    variant: 'with padding',
    inputShape: [5, 5, 2],
    make: () => depthwiseConv2d(3, { multiplier: 2, padding: [[0, 1], 1] }),
  },
  {
    layer: 'conv2dTranspose',
    variant: 'with padding',
    inputShape: [3, 3, 2],
    make: () => conv2dTranspose(2, 3, { stride: 2, padding: 1, outputPadding: 0 }),
  },
  { layer: 'pad', variant: 'of sequences', inputShape: [3, 2], make: () => pad([[1, 2]]) },
  { layer: 'pad', variant: 'of images', inputShape: [3, 3, 2], make: () => pad([[1, 0], 2]) },
  { layer: 'hardSigmoid', variant: 'steeper', inputShape: [4], make: () => hardSigmoid(3, { slope: 0.5 }) },
  {
    layer: 'pRelu',
    variant: 'of images, an alpha for each row',
    inputShape: [3, 3, 2],
    make: () => pRelu({ alphaAxes: 1 }),
  },
  { layer: 'batchNorm', variant: 'of each row', inputShape: [3, 2], make: () => batchNorm({ axes: [0, 2] }) },
];

for (const example of [...layerExamples, ...PLAIN]) {
  const name = exampleName(example);
  const refused = PLAIN.includes(example) ? undefined : (REFUSED[name] ?? KINDS_REFUSED[example.layer]);
  async function network(): Promise<Network> {
    const made = input(example.inputShape).to(example.make()) as Network;
    await drawValues(made);
    return made;
  }
  if (refused !== undefined) {
    it(`${name}, is refused, naming the layer and a remedy`, async () => {
      await expect(modelJson(await network())).rejects.toThrow(refused);
    });
    continue;
  }
  it(`${name}, gives the same outputs in tfjs, and here again when it is read`, async () => {
    const original = await network();
    const files = await modelJson(original);
    const inputs = samplesFor(original, example.indices);
    const expected = await predictedHere(original, inputs);
    const theirs = predictedInTfjs(await loadInTfjs(files), inputs);
    expectEqual(theirs, expected);
    const again = await loadModelJson(files);
    expectEqual(await predictedHere(again, inputs), expected);
  });
}

it.each<[string, Layer, string]>([
  [
    'gates with different activations',
    gru(2, { resetGate: 'before', activations: { reset: 'tanh' } }),
    'Take the same for both gates.',
  ],
  [
    'an update gate of tanh that replaces the state',
    gru(2, { resetGate: 'before', activations: { reset: 'tanh', update: 'tanh' } }),
    "Make it with updateGate: 'keeps'.",
  ],
])('a gru with %s is refused with a remedy', async (_, layer, remedy) => {
  const network = input([3, 4]).to(layer) as Network;
  await drawValues(network);
  await expect(modelJson(network)).rejects.toThrow(remedy);
});
