import { mse } from '@neutype/losses';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { add, mul } from '@tensorflow/tfjs-core';
import {
  chain,
  clip,
  createOptimizer,
  gradientDescent,
  type History,
  momentum,
  type Optimizer,
  scaleByStep,
  trace,
  transform,
} from '../src/index.js';
import { oneWeight } from './support.js';

/*
 * What the compiler must take, and what it must refuse: `pnpm run typecheck` is the test, and nothing here is ever run. An
 * `@ts-expect-error` above a line that compiles is an error itself.
 */

const network = oneWeight();
const optimizer = momentum(network, { seed: 0 });
const x = ndarray([[1]]);
const bytes = ndarray(new Uint8Array(1), [1, 1]);

export const dataInEveryFormThatTrainingTakes: readonly (() => unknown)[] = [
  () => optimizer.train(x, x),
  () => optimizer.train(bytes, [0], { epochs: 1 }),
  () => optimizer.train([Float32Array.of(1)], [0], { lastBatch: 'drop' }),
  () => optimizer.fit([[1]], Float64Array.of(1), bytes, x, { epochs: 1, batchSize: null }),
  () => optimizer.train(x, x, undefined, undefined, { signal: new AbortController().signal }),
  () => optimizer.train([[x, x]], { updatesPerEpoch: 3 }),
  () => optimizer.train([{ x, y: x, sampleWeight: [1] }]),
  () =>
    optimizer.train(async function* () {
      yield [x, bytes] as const;
    }),
  () =>
    optimizer.train(
      { image: x, age: [[1]] },
      { digit: [0] },
      { validation: { x: { image: x }, y: { digit: x } } },
    ),
  () => optimizer.train(x, x, { classWeight: { 0: 1, 1: 5 }, sampleWeight: [1], validationSplit: 0.1 }),
  async () => {
    for await (const { epoch, valid } of optimizer.epochs(x, x, { epochs: 3 })) if (valid === 0) return epoch;
    return undefined;
  },
  // @ts-expect-error batches are pairs
  () => optimizer.train([[x]]),
  // @ts-expect-error weights of classes are numbers
  () => optimizer.train(x, x, { classWeight: { 0: 'much' } }),
  // @ts-expect-error numbers by name are options, not data
  () => optimizer.train({ image: 3 }, x),
  // @ts-expect-error text is no data
  () => optimizer.train('x', x),
  // @ts-expect-error the option is called epochs
  () => optimizer.train(x, x, { epoch: 1 }),
  // @ts-expect-error options are an object
  () => optimizer.train(x, x, x, x, 10),
  // @ts-expect-error test samples need targets
  () => optimizer.train(x, x, x),
  // @ts-expect-error the last batch is kept or dropped
  () => optimizer.train(x, x, { lastBatch: 'fill' }),
  // @ts-expect-error a controller is no signal
  () => optimizer.train(x, x, { signal: new AbortController() }),
];

export const whatIsPromised: readonly (() => unknown)[] = [
  async (): Promise<NdArray> => optimizer.predict(x),
  async (): Promise<NdArray | undefined> => (await optimizer.predict({ image: x }))['digit'],
  async (): Promise<number> => optimizer.score(x, x),
  async (): Promise<Optimizer> => optimizer.train(x, x),
  (): History => optimizer.history,
  (): readonly number[] => optimizer.history.train,
  // @ts-expect-error the history is written by training alone
  () => optimizer.history.train.push(1),
  // @ts-expect-error the seed is an option
  () => Object.assign(optimizer, {}).seed++,
];

export const options: readonly (() => unknown)[] = [
  () => momentum(network, { loss: mse, signals: [(_, { valid = 0 }) => void valid], batchSize: null }),
  () => gradientDescent(network, { loss: 'binary_crossentropy' }),
  // @ts-expect-error there is no such loss
  () => gradientDescent(network, { loss: 'crossentropy' }),
  // @ts-expect-error gradient descent has no momentum
  () => gradientDescent(network, { momentum: 0.9 }),
  // @ts-expect-error the option is called batchSize
  () => momentum(network, { batch_size: 1 }),
  // @ts-expect-error a step is a number
  () => momentum(network, { step: '0.1' }),
];

export const transforms: readonly (() => unknown)[] = [
  () =>
    transform({
      name: 'slots are known by their names',
      slots: { m: 0, rows: ({ shape }) => ({ shape: shape.slice(0, 1) }) },
      update: (gradient, { slots: { m, rows }, value, name, count }, { step }) =>
        name === '' ? add(m, rows) : mul(add(gradient, value), mul(step, count)),
    }),
  () =>
    transform({
      name: 'without slots there are none',
      // @ts-expect-error nothing is remembered under that name
      update: (gradient, { slots: { m } }) => add(gradient, m),
    }),
  () => chain(clip({ globalNorm: 1 }), trace(), scaleByStep()),
  // @ts-expect-error an update is a tensor
  () => transform({ name: 'mine', update: () => 3 }),
  // @ts-expect-error one limit at a time
  () => clip({ norm: 1, values: 2 }),
  // @ts-expect-error an algorithm has a transform
  () => createOptimizer(network, { name: 'Mine' }),
];
