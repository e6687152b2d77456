import { readFileSync } from 'node:fs';
import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ForwardContext, type Parameter, useBackend, valueAndGradients } from '@neutype/core';
import type { AnyNetwork } from '@neutype/layers';
import {
  concat,
  mul,
  type Scalar,
  sigmoid,
  sum,
  type Tensor,
  tensor,
  tidy,
  transpose,
  variable,
} from '@tensorflow/tfjs-core';
import {
  autoencoder,
  charGru,
  convolutionalAutoencoder,
  gpt,
  type ImageShape,
  lenet5,
  mlp,
  mobilenetV2,
  resnet18,
  resnet50,
  smallCnn,
  squeezenet,
  variationalAutoencoder,
  vgg16,
  vgg19,
} from '../src/index.js';
import { digest, drawn } from './drawn.js';

beforeAll(() => useBackend('cpu'));

type Digest = readonly [product: number, norm: number];

interface GoldenCase {
  readonly inputShape: readonly number[];
  readonly training: boolean;
  readonly y: readonly number[];
  /** In place of drawn values, and without a gradient. */
  readonly tokens?: readonly (readonly number[])[];
  readonly dx?: Digest;
  readonly gradients: Readonly<Record<string, Digest>>;
}

const CASES = JSON.parse(
  readFileSync(new URL('./golden/architectures.json', import.meta.url), 'utf8'),
) as Record<string, GoldenCase>;

const SMALL_VGG = { inputShape: [32, 32, 3], classes: 5, width: 2, units: 8 } as const;
const SMALL_RESNET = { inputShape: [32, 32, 3] as ImageShape, classes: 5, width: 4 };

const NETWORKS: readonly [string, () => AnyNetwork][] = [
  ['mlp', () => mlp({ inputShape: 5, hidden: [6, 5], classes: 3 })],
  ['lenet5', lenet5],
  ['smallCnn', () => smallCnn({ inputShape: [8, 8, 2], classes: 3, filters: [4, 6], dropout: 0 })],
  ['vgg16', () => vgg16(SMALL_VGG)],
  ['vgg19', () => vgg19(SMALL_VGG)],
  ['squeezenet', () => squeezenet({ inputShape: [51, 43, 3], classes: 5 })],
  ['resnet18 in training', () => resnet18({ ...SMALL_RESNET, inOutRatio: 8 })],
  ['resnet18', () => resnet18(SMALL_RESNET)],
  ['resnet50', () => resnet50(SMALL_RESNET)],
  ['resnet50 dilated', () => resnet50({ ...SMALL_RESNET, inOutRatio: 16 })],
  ['autoencoder', () => autoencoder({ inputShape: 4, hidden: [8, 6], code: 2 })],
  ['mobilenetV2', () => mobilenetV2({ inputShape: [32, 32, 3], classes: 5, width: 0.25 })],
  ['charGru', () => charGru({ vocabulary: 5, length: 4, width: 3, units: [4, 2] })],
  ['gpt', () => gpt({ vocabulary: 5, length: 3, width: 4, heads: 2, blocks: 2, dropout: 0 })],
  ['variationalAutoencoder', () => variationalAutoencoder({ inputShape: 5, hidden: [6], code: 2 })],
  [
    'convolutionalAutoencoder',
    () => convolutionalAutoencoder({ inputShape: [8, 12, 2], filters: [4, 6], code: 3 }),
  ],
];

/**
 * From the shape and order of ours to PyTorch's: filters come first there, and so do the units of a dense layer. Depthwise filters
 * are one a channel.
 */
function toTorch(network: AnyNetwork, { name, shape }: Parameter): number[] {
  const { kind } = network.layer(name.slice(0, name.lastIndexOf('.')));
  if (kind === 'depthwise-conv2d') return shape.length === 4 ? [2, 3, 0, 1] : [0];
  return { 4: [3, 2, 0, 1], 2: [1, 0] }[shape.length] ?? [0];
}

/** Gives a parameter what is drawn for it in PyTorch's order. */
function write(network: AnyNetwork, parameter: Parameter): void {
  const order = toTorch(network, parameter);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  const shape = order.map((axis) => parameter.shape[axis] as number);
  const values = tidy(() => transpose(tensor(drawn(parameter.name, shape), shape), inverse).dataSync());
  parameter.write(values as Float32Array);
}

/** A gradient, in PyTorch's order. */
function torchGradient(gradient: Tensor, order: number[]): Float32Array {
  return tidy(() => transpose(gradient, order).dataSync()) as Float32Array;
}

function expectDigest(what: string, values: Float32Array, [product, norm]: Digest): void {
  const [ours, ourNorm] = digest(values, what);
  // What is zero but for rounding, as the gradient of what a softmax does not change for, has no digits of its own.
  const size = norm < 1e-9 ? 1 : norm;
  const worst = Math.max(Math.abs(ours - product), Math.abs(ourNorm - norm)) / size;
  expect([what, worst < 1e-5 ? 'near' : worst]).toEqual([what, 'near']);
}

/** The output; of several, one beside the other. */
function outputOf(network: AnyNetwork, x: Tensor, context: ForwardContext): Tensor {
  if (network.ports === undefined) return network.forward(x, context);
  const [name] = Object.keys(network.ports.inputs) as [string];
  const computed = Object.values(network.ports.forward({ [name]: x }, context));
  return concat(
    computed.map(({ outputs, logits }) => outputs ?? sigmoid(logits?.values as Tensor)),
    -1,
  );
}

describe('small variants give PyTorch’s outputs and gradients', () => {
  it.each(NETWORKS)('%s', (name, make) => {
    const golden = CASES[name] as GoldenCase;
    const network = make();
    for (const parameter of network.parameters) write(network, parameter);
    const context: ForwardContext = { training: golden.training };
    const values = golden.tokens?.flat() ?? drawn('x', golden.inputShape);
    const x = variable(tensor(values, [...golden.inputShape]));
    const learned = network.parameters.filter(({ trainable }) => trainable);
    let y: Float32Array | undefined;
    const { gradients } = valueAndGradients(() => {
      const output = outputOf(network, x, context);
      y = output.dataSync<'float32'>();
      return sum(mul(output, tensor(drawn('dy', output.shape), output.shape))) as Scalar;
    }, [x, ...learned.map((parameter) => parameter.variable)]);
    const largest = Math.max(...golden.y.map(Math.abs));
    const worst = Math.max(...golden.y.map((value, index) => Math.abs(value - (y?.[index] as number))));
    expect(worst / largest).toBeLessThan(1e-5);
    const [dx, ...others] = gradients as [Tensor, ...Tensor[]];
    if (golden.dx) expectDigest('x', dx.dataSync<'float32'>(), golden.dx);
    expect(learned.map((parameter) => parameter.name).sort()).toEqual(Object.keys(golden.gradients).sort());
    for (const [index, parameter] of learned.entries()) {
      expectDigest(
        parameter.name,
        torchGradient(others[index] as Tensor, toTorch(network, parameter)),
        golden.gradients[parameter.name] as Digest,
      );
    }
  });
});
