import {
  activate,
  assignInPlace,
  batchNormTraining,
  conv2d,
  dense,
  dropout,
  maxPool,
  runningAverageUpdate,
  type StagedTensor,
  softmaxCrossEntropy,
  stagedScalar,
  stagedTensor,
  valueAndGradients,
} from '@neutype/core';
import {
  add,
  mul,
  reshape,
  type Scalar,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { randomSource, randomValues } from './random.js';

/** A network of @neutype/core's parts with a batch that is written anew before each step. */
export interface TrainedNetwork {
  /** Everything that a step changes. */
  readonly variables: readonly Variable[];
  /** One update; the loss. */
  step(): readonly Tensor[];
  nextBatch(update: number): void;
  dispose(): void;
}

const CLASSES = 10;

/** The tutorial's network and batch size. */
export function perceptron(): TrainedNetwork {
  const shapes = [[784, 500], [500], [500, 300], [300], [300, CLASSES], [CLASSES]];
  return trained({
    shapes,
    batch: stagedTensor([128, 784], 'float32'),
    stepSize: 0.01,
    logits: (x, [w0, b0, w1, b1, w2, b2]) => {
      const hidden = layer(layer(x, w0!, b0!, 'relu'), w1!, b1!, 'relu');
      return layer(hidden, w2!, b2!, 'linear');
    },
  });
}

/** Large enough for convolution, normalisation, pooling and dropout to be shared among threads. */
export function convolutional(): TrainedNetwork {
  const running = [filled([16], 0), filled([16], 1)];
  const counter = stagedScalar(0, 'int32');
  const network = trained({
    shapes: [[3, 3, 3, 16], [16], [16], [6 * 6 * 16, CLASSES], [CLASSES]],
    batch: stagedTensor([32, 12, 12, 3], 'float32'),
    stepSize: 0.01,
    logits: (x, [filter, gamma, beta, w, b]) => {
      const z = conv2d(x, filter!, undefined, { padding: 'same' });
      const { y, mean, variance } = batchNormTraining(z, gamma!, beta!, 1e-3);
      runningAverageUpdate(running[0]!, mean, 0.1);
      runningAverageUpdate(running[1]!, variance, 0.1);
      const pooled = maxPool(activate(y, 'relu'), { size: 2 });
      const kept = dropout(pooled, 0.25, [3, 4], counter);
      return layer(reshape(kept, [32, 6 * 6 * 16]), w!, b!, 'linear');
    },
  });
  return {
    ...network,
    variables: [...network.variables, ...running],
    nextBatch(update) {
      counter.value = update;
      network.nextBatch(update);
    },
    dispose() {
      for (const held of [counter, ...running]) held.dispose();
      network.dispose();
    },
  };
}

interface Blueprint {
  /** Of the parameters; those of one dimension begin at one, as biases and scales. */
  readonly shapes: readonly (readonly number[])[];
  readonly batch: StagedTensor;
  readonly stepSize: number;
  logits(x: Tensor, parameters: readonly Tensor[]): Tensor2D;
}

function trained({ shapes, batch, stepSize, logits }: Blueprint): TrainedNetwork {
  const random = randomSource(17);
  const parameters = shapes.map((shape) => initial(shape, random));
  const velocities = shapes.map((shape) => filled(shape, 0));
  const rows = batch.shape[0]!;
  const labels = stagedTensor([rows, CLASSES], 'float32');
  const size = stagedScalar(stepSize, 'float32');
  const samples = randomValues(
    batch.shape.reduce((product, length) => product * length, 1),
    random,
  );
  return {
    variables: [...parameters, ...velocities],
    step() {
      const loss = (): Scalar =>
        softmaxCrossEntropy(labels.tensor as Tensor2D, logits(batch.tensor, parameters));
      const { value, gradients } = valueAndGradients(loss, parameters);
      for (const [index, parameter] of parameters.entries()) {
        follow(parameter, velocities[index]!, gradients[index]!, size.tensor);
      }
      return [value];
    },
    /** Samples are the same, a little brighter or darker with each update; row r is of class r modulo 10. */
    nextBatch(update) {
      const brightness = 1 + 0.1 * Math.sin(update);
      batch.fill((target) => target.set(samples.map((value) => brightness * value)));
      labels.fill((target) => {
        target.fill(0);
        for (let row = 0; row < rows; row++) target[row * CLASSES + (row % CLASSES)] = 1;
      });
    },
    dispose() {
      for (const held of [...parameters, ...velocities, batch, labels, size]) held.dispose();
    },
  };
}

/** Nesterov's momentum. */
function follow(parameter: Variable, velocity: Variable, gradient: Tensor, step: Scalar): void {
  velocity.assign(add(mul(velocity, 0.9), gradient));
  parameter.assign(sub(parameter, mul(step, add(gradient, mul(velocity, 0.9)))));
}

/** Glorot's uniform distribution. */
function initial(shape: readonly number[], random: () => number): Variable {
  if (shape.length === 1) return filled(shape, 1);
  const [fanOut, fanIn] = [
    shape.at(-1)!,
    shape.slice(0, -1).reduce((product, length) => product * length, 1),
  ];
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  const values = randomValues(fanIn * fanOut, random).map((value) => limit * value);
  return assignInPlace(variable(tensor(values, [...shape], 'float32')));
}

function filled(shape: readonly number[], value: number): Variable {
  const length = shape.reduce((product, size) => product * size, 1);
  return assignInPlace(variable(tensor(new Float32Array(length).fill(value), [...shape], 'float32')));
}

function layer(x: Tensor, w: Tensor, b: Tensor, activation: 'linear' | 'relu'): Tensor2D {
  return dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation);
}
