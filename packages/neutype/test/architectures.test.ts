import { describe, expect, it } from '@jest/globals';
import {
  type AnyNetwork,
  adam,
  autoencoder,
  charGru,
  convolutionalAutoencoder,
  gpt,
  lenet5,
  mixtureOfExperts,
  mlp,
  mobilenetV2,
  type NdArray,
  ndarray,
  oneHot,
  random,
  resnet18,
  resnet50,
  smallCnn,
  squeezenet,
  variationalAutoencoder,
  vgg16,
  vgg19,
  zeros,
} from '../src/index.js';

const CLASSES = 3;
const SAMPLES = 6;

/** Two samples of each class, which differ in how bright they are. */
function classified(inputShape: readonly number[]): { x: NdArray; y: NdArray } {
  const source = random(3);
  const size = inputShape.reduce((product, length) => product * length, 1);
  const classes = Array.from({ length: SAMPLES }, (_, sample) => sample % CLASSES);
  const values = classes.flatMap((label) => Array.from({ length: size }, () => source.normal(label, 0.5)));
  return { x: ndarray(Float32Array.from(values), [SAMPLES, ...inputShape]), y: oneHot(classes) };
}

/** Values from 0 to 1, to be given back. */
function pictures(inputShape: readonly number[]): { x: NdArray; y: NdArray } {
  const size = inputShape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: SAMPLES * size }, (_, index) =>
    Number((index + Math.floor(index / size)) % 3 === 0),
  );
  const x = ndarray(values, [SAMPLES, ...inputShape]);
  return { x, y: x };
}

const IMAGE = { classes: CLASSES, inputShape: [32, 32, 1] } as const;

/** What a network learns from, by which loss, and how large its steps are. */
type Trial = readonly [name: string, make: () => AnyNetwork, step: number];

function twoExperts(): AnyNetwork {
  const [one, other] = [8, 5].map((units) => mlp({ inputShape: 4, hidden: [units], classes: CLASSES }));
  return mixtureOfExperts([one as ReturnType<typeof mlp>, other as ReturnType<typeof mlp>]);
}

const CLASSIFIERS: readonly Trial[] = [
  ['mlp', () => mlp({ inputShape: 4, hidden: [16, 8], classes: CLASSES }), 0.01],
  ['lenet5', () => lenet5({ classes: CLASSES }), 0.005],
  ['smallCnn', () => smallCnn({ inputShape: [8, 8, 1], filters: [4, 8], classes: CLASSES }), 0.01],
  ['vgg16', () => vgg16({ ...IMAGE, width: 8, units: 64 }), 0.001],
  ['vgg19', () => vgg19({ ...IMAGE, width: 8, units: 64 }), 0.001],
  ['resnet18', () => resnet18({ ...IMAGE, inOutRatio: 16, width: 4 }), 0.005],
  ['resnet50', () => resnet50({ ...IMAGE, inOutRatio: 16, width: 4 }), 0.005],
  ['mobilenetV2', () => mobilenetV2({ ...IMAGE, width: 0.1, inputShape: [48, 48, 1] }), 0.003],
  ['squeezenet', () => squeezenet({ ...IMAGE, inputShape: [51, 51, 1] }), 0.0002],
  ['mixtureOfExperts', twoExperts, 0.02],
];

/** Two texts, and what comes next in them. */
function texts([length = 0]: readonly number[]): { x: NdArray; y: NdArray } {
  const tokens = Float32Array.from({ length: 2 * length + 1 }, (_, at) => (at * at) % 7);
  return {
    x: ndarray(tokens.slice(0, -1), [2, length]),
    y: ndarray(tokens.slice(1), [2, length]),
  };
}

const LANGUAGE_MODELS: readonly Trial[] = [
  ['gpt', () => gpt({ vocabulary: 7, length: 12, width: 16, heads: 2, blocks: 2 }), 0.01],
  ['charGru', () => charGru({ vocabulary: 7, length: 12, width: 8, units: [16] }), 0.02],
];

const AUTOENCODERS: readonly Trial[] = [
  ['autoencoder', () => autoencoder({ inputShape: 12, hidden: [16], code: 4 }), 0.01],
  [
    'convolutionalAutoencoder',
    () => convolutionalAutoencoder({ inputShape: [8, 8, 1], filters: [8, 8] }),
    0.03,
  ],
];

describe('small variants learn a few samples on the CPU engine, in replayed updates', () => {
  it.each([
    ...CLASSIFIERS.map((trial) => [...trial, 'categoricalCrossentropy', classified] as const),
    ...LANGUAGE_MODELS.map((trial) => [...trial, 'categoricalCrossentropy', texts] as const),
    ...AUTOENCODERS.map((trial) => [...trial, 'binaryCrossentropy', pictures] as const),
  ])('%s', async (_, make, step, loss, data) => {
    const network = make();
    network.initialize(random(0));
    const { x, y } = data(network.inputShape);
    const optimizer = adam(network, { loss, step, batchSize: null, seed: 0 });
    const before = await optimizer.score(x, y);
    await optimizer.train(x, y, { epochs: 40 });
    expect(optimizer.replay).toBe('replayed');
    expect(await optimizer.score(x, y)).toBeLessThan(0.7 * before);
  });
});

it('a variational autoencoder learns both of its losses', async () => {
  const network = variationalAutoencoder({ inputShape: 12, hidden: [16], code: 2 });
  network.initialize(random(0));
  const { x: samples } = pictures([12]);
  const x = { input: samples };
  const y = { reconstruction: samples, latent: zeros([SAMPLES, 4]) };
  const optimizer = adam(network, {
    loss: { reconstruction: 'binaryCrossentropy', latent: 'gaussianKl' },
    lossWeights: { latent: 1 / 12 },
    step: 0.02,
    batchSize: null,
    seed: 0,
  });
  const before = await optimizer.score(x, y);
  await optimizer.train(x, y, { epochs: 100 });
  expect(optimizer.replay).toBe('replayed');
  expect(await optimizer.score(x, y)).toBeLessThan(0.7 * before);
});
