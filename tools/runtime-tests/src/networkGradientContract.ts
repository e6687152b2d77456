import { type ForwardContext, type Parameter, stagedScalar, valueAndGradients } from '@neutype/core';
import { scattered } from '@neutype/core/testing';
import {
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  maxPool2d,
  type Network,
  relu,
  softmax,
  tanh,
} from '@neutype/layers';
import { categoricalCrossentropy } from '@neutype/losses';
import { sizeOf } from '@neutype/ndarray';
import { dispose, type Scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak } from './expect.js';

/**
 * Gradients of whole networks, layer behind layer, against central differences. Two samples of 6 × 5 and a hundred
 * parameters: a browser that renders in software takes milliseconds for every forward pass, and needs forty of them. An
 * odd width leaves a column to no pooling window, and the filters are not square.
 */
export const networkGradientContract: readonly ContractCase[] = [
  agreeing('conv2d, batchNorm, tanh, maxPool2d, conv2d, dropout, flatten, softmax', () =>
    input(IMAGE).to(
      conv2d(3, 3, { padding: 'same', bias: null }),
      batchNorm({ gamma: [1, 2, 0.5], beta: 0.1 }),
      tanh(),
      maxPool2d(2),
      conv2d(4, [2, 1]),
      dropout(0.25),
      flatten(),
      softmax(CLASSES),
    ),
  ),
  agreeing('conv2d with stride, relu, batchNorm, flatten, dropout, tanh, softmax', () =>
    input(IMAGE).to(
      conv2d(3, 3, { stride: 2, bias: 0.1 }),
      relu(),
      batchNorm(),
      flatten(),
      dropout(0.25),
      tanh(5),
      softmax(CLASSES),
    ),
  ),
];

const IMAGE = [6, 5, 2] as const;
const SAMPLES = 2;
const CLASSES = 3;
const fromLogits = categoricalCrossentropy.fromLogits!.softmax!;
/**
 * How far parameters are moved. With these pixels no maximum and no sign changes places up to 0.004, so that the slope is
 * that of a smooth function, and losses of about 1, exact to 1e-6, give it to 2e-4.
 */
const DIFFERENCE = 0.003;
const TOLERANCE = 1e-3;
/** Each moves all elements of a parameter, some up and some down, so that every element counts in it. */
const DIRECTIONS = 2;

function agreeing(name: string, build: () => Network): ContractCase {
  return {
    group: 'gradients of networks agree with central differences',
    name,
    run: () => expectNoLeak(() => checkNetwork(build())),
  };
}

async function checkNetwork(network: Network): Promise<void> {
  for (const parameter of network.parameters) parameter.write(scattered(parameter.size, -0.7, 0.8));
  const parameters = network.parameters.filter(({ trainable }) => trainable);
  const x = tensor(pixels(SAMPLES * sizeOf(IMAGE)), [SAMPLES, ...IMAGE]);
  const labels = tensor([0, 1, 0, 0, 0, 1], [SAMPLES, CLASSES]);
  const counter = stagedScalar(3, 'int32');
  const context: ForwardContext = { training: true, randomness: { key: [1, 2], counter } };
  const loss = () => tidy(() => fromLogits.compute(labels, network.forwardLogits(x, context)));
  const { value, gradients } = valueAndGradients(
    loss,
    parameters.map(({ variable }) => variable),
  );
  try {
    for (const [index, parameter] of parameters.entries()) {
      await checkParameter(parameter, await gradients[index]!.data<'float32'>(), loss);
    }
  } finally {
    dispose([value, ...gradients, x, labels] as Tensor[]);
    counter.dispose();
    network.dispose();
  }
}

/** Of no order: in evenly spread numbers the largest of a window is hardly larger than the next. */
function pixels(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => Math.sin(5 + index * index));
}

async function checkParameter(
  parameter: Parameter,
  gradient: Float32Array,
  loss: () => Scalar,
): Promise<void> {
  const values = await parameter.read();
  const lossAt = async (signs: Float32Array, distance: number): Promise<number> => {
    parameter.write(values.map((value, element) => value + distance * signs[element]!));
    const moved = loss();
    const [number] = await moved.data();
    moved.dispose();
    return number!;
  };
  const directions = scattered(DIRECTIONS * values.length).map(Math.sign);
  for (let start = 0; start < directions.length; start += values.length) {
    const signs = directions.subarray(start, start + values.length);
    const difference = (await lossAt(signs, DIFFERENCE)) - (await lossAt(signs, -DIFFERENCE));
    const slope = gradient.reduce((sum, part, element) => sum + part * signs[element]!, 0);
    expectClose(parameter.name, [slope], [difference / (2 * DIFFERENCE)], TOLERANCE);
  }
  parameter.write(values);
}
