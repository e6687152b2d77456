import { describe, it } from '@jest/globals';
import { drawValues, expectSameOutputs } from '@neutype/onnx-runtime';
import {
  type AnyNetwork,
  autoencoder,
  charGru,
  convolutionalAutoencoder,
  gpt,
  input,
  lenet5,
  mixtureOfExperts,
  mlp,
  mobilenetV2,
  type Network,
  onnxBytes,
  relu,
  resnet18,
  resnet50,
  smallCnn,
  softmax,
  squeezenet,
  variationalAutoencoder,
  vgg16,
  vgg19,
} from '../src/index.js';

const VGG = { inputShape: [32, 32, 3], classes: 5, width: 2, units: 8 } as const;
const RESNET = { inputShape: [32, 32, 3], classes: 5, width: 4 } as const;

describe('a small variant of a known network gives the same outputs in ONNX Runtime:', () => {
  const networks: readonly (readonly [name: string, make: () => AnyNetwork, vocabulary?: number])[] = [
    ['mlp', () => mlp({ inputShape: 5, hidden: [6, 5], classes: 3 })],
    ['lenet5', () => lenet5()],
    ['smallCnn', () => smallCnn({ inputShape: [8, 8, 2], classes: 3, filters: [4, 6] })],
    ['vgg16', () => vgg16(VGG)],
    ['vgg19', () => vgg19(VGG)],
    ['squeezenet', () => squeezenet({ inputShape: [51, 43, 3], classes: 5 })],
    ['resnet18', () => resnet18(RESNET)],
    ['resnet18 of larger maps', () => resnet18({ ...RESNET, inOutRatio: 8 })],
    ['resnet50', () => resnet50(RESNET)],
    ['mobilenetV2', () => mobilenetV2({ inputShape: [32, 32, 3], classes: 5, width: 0.25 })],
    ['autoencoder', () => autoencoder({ inputShape: 4, hidden: [8, 6], code: 2 })],
    [
      'convolutionalAutoencoder',
      () => convolutionalAutoencoder({ inputShape: [8, 12, 2], filters: [4, 6], code: 3 }),
    ],
    ['variationalAutoencoder', () => variationalAutoencoder({ inputShape: 5, hidden: [6], code: 2 })],
    ['mixtureOfExperts', () => mixtureOfExperts([input(3).to(relu(5), softmax(2)), input(3).to(softmax(2))])],
    ['charGru', () => charGru({ vocabulary: 5, length: 4, width: 3, units: [4, 2] }), 5],
    ['gpt', () => gpt({ vocabulary: 5, length: 3, width: 4, heads: 2, blocks: 2 }), 5],
  ];
  it.each(networks.map(([name, ...rest]) => [name, rest] as const))('%s', async (_, [make, vocabulary]) => {
    const network = make() as Network;
    await drawValues(network, 5);
    await expectSameOutputs(network, await onnxBytes(network), vocabulary);
  });
});
