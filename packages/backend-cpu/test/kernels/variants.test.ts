import '../support/stock.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, engineInfo } from '../../src/index.js';
import { difference, type Input, type Output, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { sizeOf, values } from '../support/shapes.js';

const random = randomSource(101);
function input(...shape: number[]): Input {
  return { values: values(sizeOf(shape), random), shape };
}
const attrs = { strides: [1, 1], pad: 'same', dilations: [1, 1], dataFormat: 'NHWC' };
const pooling = { filterSize: 2, strides: 2, pad: 'valid' };
const overlapping = { filterSize: 3, strides: 2, pad: 'same' };
const image = input(20, 14, 13, 24);
const filter = input(3, 3, 24, 21);
const gradient = input(20, 14, 13, 21);
/** As many outputs as the transforms of 3×3 convolutions want. */
const evenFilter = input(3, 3, 24, 20);
const evenGradient = input(20, 14, 13, 20);
/** As many pixels as large tiles of theirs want. */
const evenImage = input(20, 16, 12, 24);
const evenImageGradient = input(20, 16, 12, 20);
const rows = input(3000, 11);
const channel = input(24);
const depthFilter = input(3, 3, 24, 2);
const depthGradient = input(20, 14, 13, 48);

/** Work large enough to be shared among threads, and everything that sums. */
const cases: { kernel: string; inputs: Record<string, Input>; attrs: object; absolute: number }[] = [
  { kernel: 'Conv2D', inputs: { x: image, filter }, attrs, absolute: 1e-3 },
  {
    kernel: 'Conv2DBackpropInput',
    inputs: { dy: gradient, filter },
    attrs: { ...attrs, inputShape: image.shape },
    absolute: 1e-3,
  },
  {
    kernel: 'Conv2DBackpropFilter',
    inputs: { x: image, dy: gradient },
    attrs: { ...attrs, filterShape: filter.shape },
    absolute: 1e-2,
  },
  { kernel: 'Conv2D', inputs: { x: image, filter: evenFilter }, attrs, absolute: 1e-3 },
  {
    kernel: 'Conv2DBackpropInput',
    inputs: { dy: evenGradient, filter: evenFilter },
    attrs: { ...attrs, inputShape: image.shape },
    absolute: 1e-3,
  },
  {
    kernel: 'Conv2DBackpropFilter',
    inputs: { x: image, dy: evenGradient },
    attrs: { ...attrs, filterShape: evenFilter.shape },
    absolute: 1e-2,
  },
  { kernel: 'Conv2D', inputs: { x: evenImage, filter: evenFilter }, attrs, absolute: 1e-3 },
  {
    kernel: 'Conv2DBackpropInput',
    inputs: { dy: evenImageGradient, filter: evenFilter },
    attrs: { ...attrs, inputShape: evenImage.shape },
    absolute: 1e-3,
  },
  {
    kernel: 'Conv2DBackpropFilter',
    inputs: { x: evenImage, dy: evenImageGradient },
    attrs: { ...attrs, filterShape: evenFilter.shape },
    absolute: 1e-2,
  },
  { kernel: 'Sum', inputs: { x: image }, attrs: { axis: [0, 1, 2], keepDims: false }, absolute: 1e-2 },
  { kernel: 'Sum', inputs: { x: image }, attrs: { axis: [0, 1, 2, 3], keepDims: false }, absolute: 1e-1 },
  { kernel: 'Softmax', inputs: { logits: rows }, attrs: { dim: -1 }, absolute: 1e-6 },
  {
    kernel: 'NeutypeHeadScores',
    inputs: { query: input(20, 50, 48), key: input(20, 70, 48) },
    attrs: { heads: 4 },
    absolute: 1e-3,
  },
  {
    kernel: 'NeutypeHeadMixBack',
    inputs: { weights: input(20, 4, 50, 70), values: input(20, 50, 48) },
    attrs: {},
    absolute: 1e-3,
  },
  {
    kernel: 'NeutypeMaskedSoftmax',
    inputs: { scores: input(20, 4, 50, 70), keep: input(20, 70) },
    attrs: { causal: true, scale: 0.5 },
    absolute: 1e-6,
  },
  { kernel: 'NeutypeSoftmaxCrossEntropy', inputs: { labels: rows, logits: rows }, attrs: {}, absolute: 1e-4 },
  { kernel: 'NeutypeSigmoidCrossEntropy', inputs: { labels: rows, logits: rows }, attrs: {}, absolute: 1e-4 },
  {
    kernel: 'NeutypeBatchNormTraining',
    inputs: { x: image, gamma: channel, beta: channel },
    attrs: { epsilon: 0.001 },
    absolute: 1e-4,
  },
  { kernel: 'Mean', inputs: { x: image }, attrs: { axis: [0, 1, 2], keepDims: false }, absolute: 1e-5 },
  { kernel: 'Mean', inputs: { x: rows }, attrs: { axis: [1], keepDims: false }, absolute: 1e-5 },
  {
    kernel: 'NeutypeBatchNormTrainingGrad',
    inputs: { dy: input(...image.shape), x: image, gamma: channel, mean: input(24), invStd: input(24) },
    attrs: {},
    absolute: 1e-2,
  },
  {
    kernel: 'NeutypeLayerNorm',
    inputs: { x: image, gamma: channel, beta: channel },
    attrs: { epsilon: 0.001 },
    absolute: 1e-4,
  },
  {
    kernel: 'NeutypeLayerNormGrad',
    inputs: {
      dy: input(...image.shape),
      x: image,
      gamma: channel,
      mean: input(20, 14, 13),
      invStd: input(20, 14, 13),
    },
    attrs: {},
    absolute: 1e-2,
  },
  {
    kernel: 'NeutypeGroupNorm',
    inputs: { x: image, gamma: channel, beta: channel },
    attrs: { groups: 3, epsilon: 0.001 },
    absolute: 1e-4,
  },
  {
    kernel: 'NeutypeGroupNormGrad',
    inputs: {
      dy: input(...image.shape),
      x: image,
      gamma: channel,
      mean: input(20, 3),
      invStd: input(20, 3),
    },
    attrs: {},
    absolute: 1e-2,
  },
  {
    kernel: 'NeutypeRmsNormGrad',
    inputs: { dy: rows, x: rows, gamma: input(11), invRms: input(3000) },
    attrs: {},
    absolute: 1e-2,
  },
  {
    kernel: 'DepthwiseConv2dNative',
    inputs: { x: image, filter: depthFilter },
    attrs,
    absolute: 1e-4,
  },
  {
    kernel: 'DepthwiseConv2dNativeBackpropInput',
    inputs: { dy: depthGradient, filter: depthFilter },
    attrs: { ...attrs, inputShape: image.shape },
    absolute: 1e-4,
  },
  {
    kernel: 'DepthwiseConv2dNativeBackpropFilter',
    inputs: { x: image, dy: depthGradient },
    attrs: { ...attrs, filterShape: depthFilter.shape },
    absolute: 1e-2,
  },
  { kernel: 'AvgPool', inputs: { x: image }, attrs: overlapping, absolute: 1e-5 },
  {
    kernel: 'AvgPoolGrad',
    inputs: { dy: input(20, 7, 7, 24), input: image },
    attrs: overlapping,
    absolute: 1e-5,
  },
  {
    kernel: 'MaxPoolGrad',
    inputs: { dy: input(20, 7, 7, 24), input: image, output: input(20, 7, 7, 24) },
    attrs: overlapping,
    absolute: 1e-5,
  },
  {
    kernel: 'MaxPoolGrad',
    inputs: { dy: input(20, 7, 6, 24), input: image, output: input(20, 7, 6, 24) },
    attrs: pooling,
    absolute: 0,
  },
  { kernel: 'Exp', inputs: { x: image }, attrs: {}, absolute: 1e-4 },
  { kernel: 'Transpose', inputs: { x: image }, attrs: { perm: [0, 3, 1, 2] }, absolute: 0 },
];

async function runAll(variant: 'simd' | 'relaxed' | 'wide', threads: number): Promise<Output[][]> {
  configureEngine({ variant, threads });
  await setBackend('cpu');
  const { pool } = (engine().backend as unknown as CpuEngine).runtime!;
  await pool.warmUp(100_000);
  expect({ threads: pool.threads, ready: pool.ready() }).toEqual({ threads, ready: threads > 1 });
  return cases.map(({ kernel, inputs, attrs: own }) => runOn('cpu', kernel, inputs, own));
}

/** Whether this Node runs that build; asked for where it cannot run, the engine says so or takes another. */
function isThere(variant: 'simd' | 'relaxed' | 'wide'): boolean {
  try {
    configureEngine({ variant, threads: 1 });
    return engineInfo().variant === variant;
  } catch {
    return false;
  }
}

/** A test of a build; where this Node does not run that build it is skipped, and its name says why. */
function testOf(variant: 'simd' | 'relaxed' | 'wide', name: string, test: () => Promise<void>): void {
  if (isThere(variant)) it(`${variant} ${name}`, test, 300_000);
  else it.skip(`${variant} ${name} (V8 ${process.versions.v8} does not run it)`, test);
}

afterAll(() => configureEngine({}));

describe('every build of the kernels', () => {
  for (const variant of ['simd', 'relaxed', 'wide'] as const) {
    testOf(variant, 'gives the same bits on one thread and on three', async () => {
      const one = await runAll(variant, 1);
      const three = await runAll(variant, 3);
      for (const [index, outputs] of one.entries()) {
        for (const [at, output] of outputs.entries()) {
          expect([cases[index]!.kernel, difference(three[index]![at]!, output, { relative: 0 })]).toEqual([
            cases[index]!.kernel,
            undefined,
          ]);
        }
      }
    });
  }

  testOf('wide', 'gives the same bits as relaxed', async () => {
    const relaxed = await runAll('relaxed', 2);
    const wide = await runAll('wide', 2);
    for (const [index, { kernel }] of cases.entries()) {
      for (const [at, output] of relaxed[index]!.entries()) {
        expect([kernel, difference(wide[index]![at]!, output, { relative: 0 })]).toEqual([kernel, undefined]);
      }
    }
  });

  for (const variant of ['relaxed', 'wide'] as const) {
    testOf(variant, 'agrees with simd', async () => {
      const plain = await runAll('simd', 2);
      const other = await runAll(variant, 2);
      for (const [index, { kernel, absolute }] of cases.entries()) {
        for (const [at, output] of plain[index]!.entries()) {
          expect([kernel, difference(other[index]![at]!, output, { relative: 1e-5, absolute })]).toEqual([
            kernel,
            undefined,
          ]);
        }
      }
    });
  }
});
