import type { Model } from '@neutype/core';
import type { NdArray } from '@neutype/ndarray';
import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  add,
  apply,
  avgPool1d,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  conv2dTranspose,
  crop,
  depthwiseConv2d,
  dropBlock,
  dropout,
  embedding,
  feedForward,
  flatten,
  gatedAverage,
  gelu,
  globalAvgPool,
  globalMaxPool,
  groupNorm,
  gru,
  type Images,
  input,
  inputs,
  join,
  keepPadding,
  type Layer,
  layer,
  layerNorm,
  linear,
  localResponseNorm,
  lstm,
  maxPool2d,
  multiHeadAttention,
  multiply,
  type Network,
  outputs,
  pad,
  parallel,
  positionEmbedding,
  relu,
  repeat,
  repeatVector,
  reshape,
  residual,
  separableConv2d,
  silu,
  softmax,
  spatialDropout,
  transformerBlock,
  transpose,
  upsample,
} from '../src/index.js';

/*
 * What the compiler must follow, and what it must refuse: `pnpm run typecheck` is the test, and nothing here is ever run.
 * An `@ts-expect-error` above a line that compiles is an error itself.
 */

/** Compiles only where the two types are the same. */
function isExactly<Expected>() {
  return {
    of: <Actual>(
      _: Actual,
      ..._same: [Expected, Actual] extends [Actual, Expected] ? [] : ['the types differ']
    ): void => {},
  };
}

const dense = input(784).to(relu(500), dropout(0.5), softmax(10));
const image = join(input([8, 8, 1]), conv2d(4, 3), relu());
const many = [10, 20].map((units) => relu(units));
const trunk = input(784).to(relu(500));
const branched = trunk.to(parallel(relu(3), join(relu(9), linear(3)), relu(undefined)));
const merged = trunk.to(parallel(relu(3), join(relu(9), linear(3))), add());
const kept = trunk.to(residual(relu(20), linear(500)), softmax(10));
const encoder = input(500).to(relu(16));
const two = parallel(input(784).to(relu(5)), input(3).to(relu(5)));
const sixty = input([40, 8]).to(
  // biome-ignore format: sixty layers
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
  relu(9),
  gelu(8),
  linear(7),
  silu(),
);
const anyOutputs: Network = two;
const own = layer({ kind: 'own', forward: (x) => x });

export const shapesThatTypesCarry: readonly (() => void)[] = [
  () => isExactly<readonly [784]>().of(dense.inputShape),
  () => isExactly<readonly [10]>().of(dense.outputShape),
  () => isExactly<readonly [number, number, 4]>().of(image.outputShape),
  () => isExactly<readonly [number, 16]>().of(input([50, 8]).to(conv1d(16, 3)).outputShape),
  () => isExactly<readonly [number, number, 8]>().of(input([7, 7, 4]).to(conv2dTranspose(8, 3)).outputShape),
  () =>
    isExactly<readonly [number, number, 6]>().of(
      input([9, 9, 3]).to(depthwiseConv2d(3), separableConv2d(6, 3)).outputShape,
    ),
  () => isExactly<readonly [number]>().of(image.to(flatten()).outputShape),
  () => isExactly<readonly [2, 3]>().of(input(6).to(reshape([2, 3])).outputShape),
  () => isExactly<readonly [number]>().of(input(6).to(reshape()).outputShape),
  () => isExactly<readonly [2, number]>().of(input(6).to(reshape([2, -1])).outputShape),
  () => isExactly<readonly [6]>().of(input([2, 3]).to(reshape(6)).outputShape),
  () => isExactly<readonly [3, 8, 9]>().of(input([8, 9, 3]).to(transpose([3, 1, 2])).outputShape),
  () => isExactly<readonly [3]>().of(input(3).to(apply((x) => x)).outputShape),
  () => isExactly<readonly [8]>().of(input([20, 8]).to(apply((x) => x, { outputShape: [8] })).outputShape),
  () => isExactly<readonly [20, 8]>().of(input(20).to(embedding(100, 8)).outputShape),
  () => isExactly<readonly [20, 8]>().of(input([20, 8]).to(multiHeadAttention(2)).outputShape),
  () => isExactly<readonly [32]>().of(input([20, 8]).to(lstm(32)).outputShape),
  () =>
    isExactly<readonly [number, 32]>().of(input([20, 8]).to(gru(32, { returnSequences: true })).outputShape),
  () => isExactly<readonly [number]>().of(input([20, 8]).to(bidirectional(lstm(32))).outputShape),
  () =>
    isExactly<readonly [32]>().of(input([20, 8]).to(bidirectional(lstm(32), { merge: 'add' })).outputShape),
  () =>
    isExactly<readonly [20, 8]>().of(
      input(20).to(embedding(9, 8), positionEmbedding(20), transformerBlock(2), feedForward()).outputShape,
    ),
  () => isExactly<readonly [4, 3]>().of(input(3).to(repeatVector(4)).outputShape),
  () =>
    isExactly<readonly [number, number, 3]>().of(
      input([8, 9, 3]).to(pad(1), crop([1, 2]), upsample(2)).outputShape,
    ),
  () => isExactly<readonly [number, number, 4]>().of(image.to(maxPool2d(2), groupNorm(2)).outputShape),
  () => isExactly<readonly [number, 8]>().of(input([20, 8]).to(avgPool1d(4), layerNorm()).outputShape),
  () => isExactly<readonly [4]>().of(image.to(globalAvgPool()).outputShape),
  () => isExactly<readonly [8]>().of(input([20, 8]).to(globalMaxPool({ maskValue: 0 })).outputShape),
  () => isExactly<readonly [7, 5, number]>().of(image.to(adaptiveAvgPool2d([7, 5])).outputShape),
  () => isExactly<readonly [7, 7, number]>().of(image.to(adaptiveMaxPool2d(7)).outputShape),
  () => isExactly<readonly [number]>().of(input(3).to(...many).outputShape),
  () => isExactly<Layer>().of(own),
  () => isExactly<readonly number[]>().of(input(3).to(own).outputShape),
  () => isExactly<readonly [3]>().of(merged.outputShape),
  () => isExactly<readonly [10]>().of(kept.outputShape),
  () => isExactly<readonly [16]>().of(trunk.to(encoder).outputShape),
  () => isExactly<readonly [16]>().of(join(trunk, encoder).outputShape),
  () => isExactly<readonly [10]>().of(two.to(add(), linear(10)).outputShape),
  () => isExactly<readonly [5]>().of(two.to(multiply()).outputShape),
  () => isExactly<readonly [number]>().of(trunk.to(parallel(relu(3), relu(4)), concatenate()).outputShape),
  () =>
    isExactly<readonly [28, 28, number]>().of(
      input([28, 28, 1]).to(parallel(join(), join()), concatenate()).outputShape,
    ),
  () =>
    isExactly<readonly [...number[], 2]>().of(
      trunk.to(repeat(residual(linear(500)), 3), linear(2)).outputShape,
    ),
  () =>
    isExactly<readonly [...number[], 4]>().of(
      trunk.to(parallel(...many.map((one) => one)), add(), linear(4)).outputShape,
    ),
  () =>
    isExactly<readonly [2] | readonly [4, 2]>().of(
      inputs({ a: 3, b: [4, 4] }).to(concatenate(), linear(2)).outputShape,
    ),
  () => isExactly<readonly [50, 3]>().of(input([50, 8]).to(relu(16), gelu(), linear(3)).outputShape),
  () => isExactly<readonly [40, 7]>().of(sixty.outputShape),
  () => isExactly<readonly [number, number, 3]>().of(image.to(linear(3)).outputShape),
  () => isExactly<readonly [50, 8]>().of(input([50, 8]).to(residual(silu(16), linear(8))).outputShape),
  () => isExactly<readonly [50, 1]>().of(input([50, 8]).to(linear(1), softmax({ axis: 1 })).outputShape),
  () => isExactly<readonly [5]>().of(input(3).to(gelu(5, { approximate: 'tanh', bias: null })).outputShape),
  () => isExactly<readonly [50, number]>().of(input([50, 8]).to(...many).outputShape),
  () => isExactly<readonly [...number[], 7]>().of(input(3).to(own, relu(7)).outputShape),
  // @ts-expect-error the network has ten outputs
  () => isExactly<readonly [11]>().of(dense.outputShape),
];

declare const rows: NdArray;
const named = trunk.to(outputs({ a: relu(3), b: linear(2) }));

export const whatIsPredicted: readonly (() => Promise<void>)[] = [
  async () => isExactly<NdArray>().of(await dense.predict(rows)),
  async () => isExactly<NdArray>().of(await merged.predict(rows)),
  async () => isExactly<NdArray>().of(await anyOutputs.predict(rows)),
  async () => isExactly<NdArray>().of(await input(3).to(own).predict(rows)),
  async () => isExactly<Record<string, NdArray>>().of(await anyOutputs.predict({ a: rows })),
  async () => isExactly<Record<string, NdArray>>().of(await branched.predict(rows)),
  async () => isExactly<Record<string, NdArray>>().of(await named.predict(rows)),
  async () => isExactly<Record<string, NdArray>>().of(await outputs({ a: dense, b: merged }).predict(rows)),
  async () => isExactly<NdArray>().of(await named.to(add()).predict(rows)),
];

export const networksThatAreModels: readonly (() => Model)[] = [
  () => dense,
  () => branched,
  () => two,
  () => inputs({ a: 3, b: 4 }),
  () => two.to(outputs({ a: relu(3), b: linear(2) })),
  () => named,
];

export const networksOfAnyShape: readonly (() => Network)[] = [
  () => dense,
  () => merged,
  () => kept,
  () => two,
  () => named,
  () => inputs({ a: 3, b: 4 }),
];

const anyShape: readonly number[] = [10];
const ownOfImages = layer<Record<never, never>, 'same', Images>({ kind: 'own', forward: (x) => x });

export const whatMayFit: readonly (() => unknown)[] = [
  () => input(anyShape).to(conv2d(8, 3)),
  () => input(anyShape).to(lstm(5)),
  () => input(anyShape).to(add()),
  () => anyOutputs.to(add()),
  () => two.until('relu-1', 'relu-2').to(concatenate()),
  () => input(3).to(own, conv2d(8, 3)),
  () => input(3).to(own as Layer<'same'>, relu(4)),
  () => image.to(ownOfImages, conv2d(8, 3)),
  () => input(3).to(parallel(...many), add()),
  () =>
    input(3)
      .to(parallel(...many))
      .to(add()),
  () => inputs({ target: [20, 8], state: 5 }).to(lstm(5)),
  () => inputs({ target: [20, 8], source: [30, 8] }).to(multiHeadAttention(2)),
  () => inputs({ a: 3, b: 4 }).to(parallel(relu(3), relu(3)), add()),
  () => inputs({ a: 3 }).to(relu(3)),
  () => inputs({ a: 3, b: 3 } as Record<string, number>).to(relu(3)),
  () => input([20, 8]).to(parallel(join(), lstm(5)), lstm(5)),
  () => input([20, 8]).to(parallel(join(), own, join()), multiHeadAttention(2)),
  () => input([20, 8]).to(lstm(5, { returnSequences: true }), lstm(5)),
  () => input([20, 8]).to(lstm(5, { returnSequences: Boolean(many) }), lstm(5)),
  () => input([20, 8]).to(parallel(layerNorm(), join()), keepPadding(0), repeat(transformerBlock(2), 3)),
  () => input([20, 8]).to(spatialDropout(0.1), upsample(2), transpose([2, 1])),
  () => image.to(spatialDropout(0.1), dropBlock(0.1, 2), localResponseNorm(), upsample(2), crop(1)),
  () => two.to(gatedAverage()),
];

export const whatIsRefused: readonly (() => unknown)[] = [
  // @ts-expect-error rows of 10 values are no images
  () => input(10).to(conv2d(8, 3)),
  // @ts-expect-error images need channels
  () => input([28, 28]).to(maxPool2d(2)),
  // @ts-expect-error nor are they images within branches
  () => input(10).to(parallel(relu(10), conv2d(8, 3))),
  // @ts-expect-error nor each in its own
  () => two.to(parallel(relu(10), join(relu(3), conv2d(8, 3)))),
  // @ts-expect-error nor within a residual block
  () => input(10).to(residual(conv2d(8, 3))),
  // @ts-expect-error a layer of the user's own may say so too
  () => input(10).to(ownOfImages),
  // @ts-expect-error images are no sequences
  () => image.to(conv1d(8, 3)),
  // @ts-expect-error nor are rows
  () => input(10).to(lstm(5)),
  // @ts-expect-error the first gives its last step alone
  () => input([20, 8]).to(lstm(5), lstm(5)),
  // @ts-expect-error the same in both directions
  () => input([20, 8]).to(lstm(5), bidirectional(gru(5))),
  // @ts-expect-error a state is a row
  () => input([20, 8]).to(parallel(join(), join()), lstm(5)),
  // @ts-expect-error attention takes sequences
  () => input(8).to(multiHeadAttention(2)),
  // @ts-expect-error three of them at most
  () => input([20, 8]).to(parallel(join(), join(), join(), join()), multiHeadAttention(2)),
  // @ts-expect-error so does a block of a transformer
  () => input(8).to(transformerBlock(2)),
  // @ts-expect-error positions are those of time steps
  () => input(8).to(positionEmbedding(8)),
  // @ts-expect-error it takes the padding from a second sequence
  () => input([20, 8]).to(keepPadding(0)),
  // @ts-expect-error a row has no sides
  () => input(5).to(pad(1)),
  // @ts-expect-error nor other values of a channel to be dropped with
  () => input(5).to(spatialDropout(0.1)),
  // @ts-expect-error an image has three axes to be put in order
  () => image.to(transpose([2, 1])),
  // @ts-expect-error two inputs, which nothing brings together
  () => inputs({ a: 3, b: 4 }).to(linear(3)),
  // @ts-expect-error nor here
  () => two.to(relu(3)),
  // @ts-expect-error nor where there are branches
  () => trunk.to(parallel(relu(3), relu(3)), softmax(10)),
  // @ts-expect-error nothing to add
  () => input(3).to(add()),
  // @ts-expect-error nor to concatenate
  () => trunk.to(relu(3), concatenate()),
  // @ts-expect-error a gate and nothing that it weighs
  () => trunk.to(softmax(2), gatedAverage()),
  // @ts-expect-error 3 and 4 values cannot be added
  () => trunk.to(parallel(relu(3), relu(4)), add()),
  // @ts-expect-error nor can those of three branches, one of them longer
  () => trunk.to(parallel(relu(3), join(relu(9), linear(3)), relu(4)), add()),
  // @ts-expect-error the parts give 300 values for 500
  () => trunk.to(residual(relu(300)), softmax(10)),
  // @ts-expect-error nor within a block
  () => trunk.to(join(relu(20), residual(relu(30))), softmax(10)),
  // @ts-expect-error the encoder takes 500 values
  () => input(784).to(encoder),
  // @ts-expect-error the same, joined
  () => join(input(784), encoder),
  // @ts-expect-error the two networks give 5 and 6 values
  () => parallel(input(784).to(relu(5)), input(3).to(relu(6))).to(multiply()),
  // @ts-expect-error a layer must be made: relu(10)
  () => input(3).to(relu),
  // @ts-expect-error each of 50 steps has 16 values and 8 are added
  () => input([50, 8]).to(residual(relu(16))),
  // @ts-expect-error an activation alone has no bias
  () => gelu({ bias: null }),
  // @ts-expect-error there is no such approximation
  () => gelu(5, { approximate: 'erf' }),
  // @ts-expect-error the name of an option is misspelled
  () => linear(3, { wieght: 1 }),
  // @ts-expect-error a bias cannot be text
  () => input(3).to(linear(3, { bias: 'none' })),
  // @ts-expect-error there is no such padding
  () => conv2d(3, 3, { padding: 'full' }),
  // @ts-expect-error there is no such kind of output
  () => layer({ kind: 'x', outputs: 'logits', forward: (x) => x }),
  () =>
    layer({
      kind: 'x',
      parameters: () => ({ factor: { shape: [1], value: 1 } }),
      // @ts-expect-error the parameter is called factor
      forward: (x, { facto }) => facto ?? x,
    }),
];
