import type { Parameter } from '@neutype/core';
import {
  batchNorm,
  conv2d,
  flatten,
  input,
  maxPool2d,
  type Network,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { gradientDescent, momentum, type Optimizer } from '@neutype/optimizers';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak } from './expect.js';
import goldenTraining from './golden/training.json' with { type: 'json' };
import type { Packed, PackedByName } from './packed.js';
import type { GoldenRun } from './trainer.js';

interface GoldenData {
  readonly x: Packed;
  readonly labels: Packed;
  readonly runs: readonly GoldenRun[];
}

const {
  perceptron,
  sigmoid: binary,
  convolutional,
} = goldenTraining as unknown as Readonly<Record<'perceptron' | 'sigmoid' | 'convolutional', GoldenData>>;

/** Networks of layers, trained by optimizers as users call them, against PyTorch. */
export const networkContract: readonly ContractCase[] = [
  ...trainedLike(perceptron, 'relu, relu, softmax', 'categoricalCrossentropy', () =>
    input(6).to(relu(8), relu(5), softmax(3)),
  ),
  ...trainedLike(binary, 'tanh, sigmoid', 'binaryCrossentropy', () => input(6).to(tanh(7), sigmoid(2))),
  ...trainedLike(
    convolutional,
    'conv2d, batchNorm, relu, maxPool2d, flatten, softmax',
    'categoricalCrossentropy',
    () =>
      input([8, 8, 2]).to(
        conv2d(4, 3, { padding: 'same', bias: null }),
        batchNorm({ alpha: 0.1, epsilon: 1e-3 }),
        relu(),
        maxPool2d(2),
        flatten(),
        softmax(3),
      ),
  ),
];

type LossName = 'categoricalCrossentropy' | 'binaryCrossentropy';

function trainedLike(data: GoldenData, layers: string, loss: LossName, build: () => Network): ContractCase[] {
  return data.runs.map((run) => ({
    group: 'networks train as in PyTorch',
    name: `${layers}, ${run.name}`,
    run: () => expectNoLeak(() => checkTraining(data, run, loss, build())),
  }));
}

async function checkTraining(
  data: GoldenData,
  run: GoldenRun,
  loss: LossName,
  network: Network,
): Promise<void> {
  const initial = Object.values(run.initial);
  const trained = network.parameters.filter(({ trainable }) => trainable);
  const gathered = network.parameters.filter(({ trainable }) => !trainable);
  for (const [index, parameter] of trained.entries()) parameter.write(initial[index]!.values);
  const optimizer = makeOptimizer(network, run, loss);
  try {
    await optimizer.train(toArray(data.x), toArray(data.labels), { epochs: run.losses.length });
    expectClose('losses', optimizer.history.train, run.losses, 1e-4);
    await expectValues(trained, run.final);
    await expectValues(gathered, run.running ?? {});
  } finally {
    optimizer.dispose();
    for (const parameter of network.parameters) parameter.dispose();
  }
}

async function expectValues(parameters: readonly Parameter[], golden: PackedByName): Promise<void> {
  const expected = Object.values(golden);
  if (parameters.length !== expected.length) {
    throw new Error(`expected values of ${expected.length} parameters, the network has ${parameters.length}`);
  }
  for (const [index, parameter] of parameters.entries()) {
    expectClose(parameter.name, await parameter.read(), expected[index]!.values, 1e-4);
  }
}

function makeOptimizer(network: Network, { rule, settings }: GoldenRun, loss: LossName): Optimizer {
  const common = { batchSize: null, loss, seed: 0, step: settings.step };
  if (rule === 'gradientDescent') return gradientDescent(network, common);
  return momentum(network, {
    ...common,
    momentum: settings.momentum!,
    nesterov: settings.nesterov ?? false,
  });
}

function toArray({ shape, values }: Packed) {
  return ndarray(Float32Array.from(values), [...shape]);
}
