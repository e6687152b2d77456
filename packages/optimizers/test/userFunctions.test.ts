import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { input, type Layer, layer, linear, relu, sigmoid, softmax, tanh } from '@neutype/layers';
import { type Loss, type LossFunction, type LossName, resolveLoss } from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  abs,
  add,
  clipByValue,
  div,
  engine,
  erf,
  expm1,
  less,
  mean,
  mul,
  neg,
  rsqrt,
  type Scalar,
  selu,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tanh as tanhOf,
  where,
} from '@tensorflow/tfjs-core';
import {
  chain,
  createOptimizer,
  momentum,
  type OptimizerOptions,
  type Regularizer,
  scaleByStep,
  type Transform,
  transform,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

const SAMPLES = 24;
const BATCH = 8;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);
const y = ndarray(
  Float32Array.from({ length: SAMPLES * 3 }, (_, index) => Number(index % 3 === 0)),
  [SAMPLES, 3],
);

/** As optimizers/README.md has it. */
const myAdam = transform({
  name: 'myAdam',
  slots: { m: 0, v: 0 },
  update(gradient, { slots: { m, v }, count }) {
    const unbiased = (mean: Tensor, beta: number) => div(mean, neg(expm1(mul(count, Math.log(beta)))));
    m.assign(add(mul(m, 0.9), mul(gradient, 0.1)));
    v.assign(add(mul(v, 0.999), mul(square(gradient), 0.001)));
    return div(unbiased(m, 0.9), add(sqrt(unbiased(v, 0.999)), 1e-8));
  },
});

function huber(targets: Tensor, outputs: Tensor): Scalar {
  const error = abs(sub(outputs, targets));
  return mean(where(less(error, 1), mul(square(error), 0.5), sub(error, 0.5)));
}

function mae(targets: Tensor, outputs: Tensor): Scalar {
  return mean(abs(sub(outputs, targets)));
}

/** A layer of your own that changes no shape. */
function elementwise(kind: string, forward: (x: Tensor) => Tensor): Layer {
  return layer({ kind, replayable: true, forward });
}

function tanhGelu(x: Tensor): Tensor {
  const inner = mul(add(x, mul(mul(square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanhOf(inner), 1));
}

function erfGelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

function layerNorm(): Layer {
  return layer({
    kind: 'layer-norm',
    replayable: true,
    parameters: (shape) => ({ gain: { shape, value: 1 }, shift: { shape, value: 0 } }),
    forward: (x, { gain, shift }) => {
      const centered = sub(x, mean(x, -1, true));
      const spread = rsqrt(add(mean(square(centered), -1, true), 1e-5));
      return add(mul(mul(centered, spread), gain), shift);
    },
  });
}

function rmsNorm(): Layer {
  return layer({
    kind: 'rms-norm',
    replayable: true,
    parameters: (shape) => ({ gain: { shape, value: 1 } }),
    forward: (x, { gain }) => mul(mul(x, rsqrt(add(mean(square(x), -1, true), 1e-5))), gain),
  });
}

const elasticNet: Regularizer = (parameters) =>
  parameters
    .map(({ variable }) => add(mul(sum(abs(variable)), 1e-3), mul(sum(square(variable)), 1e-3)))
    .reduce((total, penalty) => add(total, penalty)) as Scalar;

interface Case {
  readonly layers?: readonly Layer[];
  readonly loss?: LossName | LossFunction;
  readonly regularizer?: Regularizer;
  readonly transform?: Transform;
}

const cases: Record<string, Case> = {
  'a custom Adam': { transform: chain(myAdam, scaleByStep()) },
  Huber: { loss: huber },
  MAE: { loss: mae },
  'the GELU by tanh': { layers: [linear(5), elementwise('gelu', tanhGelu), linear(3)] },
  'the GELU by erf': { layers: [linear(5), elementwise('gelu', erfGelu), linear(3)] },
  SELU: { layers: [linear(5), elementwise('selu', selu), linear(3)] },
  LayerNorm: { layers: [linear(5), layerNorm(), relu(5), linear(3)] },
  RMSNorm: { layers: [linear(5), rmsNorm(), relu(5), linear(3)] },
  'an L1 and L2 regularizer': { regularizer: elasticNet },
  'categorical cross-entropy behind a sigmoid': { layers: [sigmoid(3)], loss: 'categoricalCrossentropy' },
  'binary cross-entropy behind a softmax': { layers: [softmax(3)], loss: 'binaryCrossentropy' },
  clipping: {
    layers: [linear(5), elementwise('clip', (values) => clipByValue(values, -0.5, 0.5)), linear(3)],
  },
};

interface Trained {
  readonly replay: string;
  /** Kernels that JavaScript launched for each of the last updates. */
  readonly launches: number;
  readonly losses: readonly number[];
  readonly weights: readonly Float32Array[];
}

async function trained(
  { layers = [linear(3)], loss = 'mse', regularizer, transform }: Case,
  replayable: boolean,
) {
  const resolved = resolveLoss(loss);
  const options: OptimizerOptions = {
    batchSize: BATCH,
    seed: 0,
    step: 0.01,
    reporter: recorder(),
    loss: replayable ? loss : ({ ...resolved, replayable: false } as Loss),
    ...(regularizer && { regularizer }),
  };
  const network = input(4).to(tanh(5), ...layers);
  const optimizer =
    transform === undefined
      ? momentum(network, options)
      : createOptimizer(network, { name: 'Mine', transform }, options);
  await optimizer.train(x, y, { epochs: 4 });
  const launch = jest.spyOn(engine(), 'runKernel');
  await optimizer.train(x, y, { epochs: 1 });
  const launches = launch.mock.calls.length / (SAMPLES / BATCH);
  launch.mockRestore();
  const weights = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  const { replay } = optimizer;
  optimizer.dispose();
  return { replay, launches, losses: optimizer.history.train, weights } satisfies Trained;
}

describe('an update in plain operations is replayed with the same bits', () => {
  it.each(Object.entries(cases))('with %s', async (_, options) => {
    const replayed = await trained(options, true);
    const ordinary = await trained(options, false);
    expect([replayed.replay, replayed.launches]).toEqual(['replayed', 0]);
    expect(ordinary.launches).toBeGreaterThan(10);
    expect(replayed.losses).toEqual(ordinary.losses);
    expect(replayed.weights).toEqual(ordinary.weights);
  });
});
