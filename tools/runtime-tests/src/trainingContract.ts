import {
  activate,
  batchNormTraining,
  conv2d,
  dense,
  dropout,
  maxPool,
  runningAverageUpdate,
  type StagedScalar,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  stagedScalar,
} from '@neutype/core';
import {
  mul,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { canRecord } from './canRecord.js';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak, expectSame } from './expect.js';
import goldenTraining from './golden/training.json' with { type: 'json' };
import { type Packed, type PackedByName, unpack } from './packed.js';
import {
  descend,
  follow,
  type GoldenRun,
  makeVariables,
  readAll,
  type TrainedRun,
  trainRun,
  type Variables,
} from './trainer.js';

interface GoldenData {
  readonly x: Packed;
  readonly labels: Packed;
  readonly rate?: number;
  readonly key?: [number, number];
  readonly runs: readonly GoldenRun[];
}

type Loss = (x: Tensor, labels: Tensor, parameters: Variables, counter: StagedScalar) => Scalar;

const golden = goldenTraining as unknown as Readonly<
  Record<'perceptron' | 'dropout' | 'sigmoid' | 'convolutional', GoldenData>
>;
/** Twenty float32 updates drift from float64 by this much at most, with a factor of ten to spare. */
const DRIFT = 1e-4;
const SAME_BITS = 'a step that may be replayed gives the same bits as one that may not';

/** Whole training runs against PyTorch's, and replayed steps against ordinary ones. */
export const trainingContract: readonly ContractCase[] = [
  {
    group: 'updates',
    name: 'leave clones of their variables as they were',
    run: () => expectNoLeak(clonesStay),
  },
  ...agreeing('perceptron', golden.perceptron, perceptronLoss),
  ...agreeing('perceptron with dropout', golden.dropout, droppingLoss(golden.dropout)),
  ...agreeing('sigmoid output', golden.sigmoid, sigmoidLoss),
  ...golden.convolutional.runs.flatMap((run): ContractCase[] => [
    {
      group: 'training runs agree with PyTorch',
      name: `convolutional network, ${run.name}`,
      run: () => expectNoLeak(() => checkConvolutional(golden.convolutional, run)),
    },
    {
      group: SAME_BITS,
      name: `convolutional network, ${run.name}`,
      run: () => expectNoLeak(() => checkConvolutionalReplay(golden.convolutional, run)),
    },
  ]),
];

async function clonesStay(): Promise<void> {
  const { weight, velocity } = makeVariables({
    weight: { shape: [2], values: [1, 2] },
    velocity: { shape: [2], values: [0, 0] },
  }) as Record<'weight' | 'velocity', Variable>;
  const clones = { weight: weight.clone(), velocity: velocity.clone() };
  const gradient = unpack({ shape: [2], values: [2, 2] });
  const step = stagedScalar(0.5, 'float32');
  tidy(() => {
    descend(weight, step.tensor, follow(velocity, gradient, { momentum: 0.9, nesterov: false }));
    descend(weight, step.tensor, gradient);
  });
  const [kept, updated] = [await readAll(clones), await readAll({ weight, velocity })];
  for (const held of [weight, velocity, clones.weight, clones.velocity, gradient, step]) held.dispose();
  expectClose('clone of the weight', kept['weight']!, [1, 2]);
  expectClose('clone of the velocity', kept['velocity']!, [0, 0]);
  expectClose('weight', updated['weight']!, [-1, 0]);
  expectClose('velocity', updated['velocity']!, [2, 2]);
}

function agreeing(network: string, data: GoldenData, loss: Loss): ContractCase[] {
  return data.runs.flatMap((run): ContractCase[] => [
    {
      group: 'training runs agree with PyTorch',
      name: `${network}, ${run.name}`,
      run: () =>
        expectNoLeak(async () => compare(await trained(data, run, loss, run.losses.length, true), run)),
    },
    {
      group: SAME_BITS,
      name: `${network}, ${run.name}`,
      run: () =>
        expectNoLeak(async () => {
          const replayed = await trained(data, run, loss, 40, true);
          const ordinary = await trained(data, run, loss, 40, false);
          expectSameRun(replayed, ordinary);
        }),
    },
  ]);
}

async function trained(
  data: GoldenData,
  run: GoldenRun,
  loss: Loss,
  updates: number,
  replayable: boolean,
): Promise<TrainedRun> {
  const x = unpack(data.x);
  const labels = unpack(data.labels);
  const result = await trainRun({
    run,
    loss: (parameters, counter) => loss(x, labels, parameters, counter),
    updates,
    externals: [x, labels],
    replayable,
  });
  x.dispose();
  labels.dispose();
  return result;
}

function expectSameRun(replayed: TrainedRun, ordinary: TrainedRun): void {
  expectReplay(replayed, ordinary);
  expectSame('losses', replayed.losses, ordinary.losses);
  for (const name of Object.keys(ordinary.final)) {
    expectSame(name, replayed.final[name]!, ordinary.final[name]!);
  }
}

/** A backend that can record must have replayed by the end. */
function expectReplay(replayable: TrainedRun, ordinary: TrainedRun): void {
  if (replayable.wasReplayed === canRecord() && !ordinary.wasReplayed) return;
  throw new Error(
    `this backend ${canRecord() ? 'can' : 'cannot'} record, but the replayable step was ` +
      `${replayable.wasReplayed ? '' : 'not '}replayed, the other ${ordinary.wasReplayed ? '' : 'not'}`,
  );
}

function compare({ losses, final }: TrainedRun, run: GoldenRun): void {
  expectClose('losses', losses, run.losses, DRIFT);
  for (const [name, { values }] of Object.entries(run.final)) expectClose(name, final[name]!, values, DRIFT);
}

function perceptronLoss(x: Tensor, labels: Tensor, parameters: Variables): Scalar {
  return softmaxCrossEntropy(labels as Tensor2D, behind(layer(x, parameters, 0, 'relu'), parameters));
}

function droppingLoss({ rate, key }: GoldenData): Loss {
  return (x, labels, parameters, counter) => {
    const hidden = dropout(layer(x, parameters, 0, 'relu'), rate!, key!, counter);
    return softmaxCrossEntropy(labels as Tensor2D, behind(hidden, parameters));
  };
}

function behind(hidden: Tensor, parameters: Variables): Tensor2D {
  return layer(layer(hidden, parameters, 1, 'relu'), parameters, 2, 'linear');
}

function sigmoidLoss(x: Tensor, labels: Tensor, parameters: Variables): Scalar {
  return sigmoidCrossEntropy(labels, layer(layer(x, parameters, 0, 'tanh'), parameters, 1, 'linear'));
}

function layer(
  x: Tensor,
  parameters: Variables,
  index: number,
  activation: 'linear' | 'relu' | 'tanh',
): Tensor2D {
  return dense(
    x as Tensor2D,
    parameters[`w${index}`] as Tensor as Tensor2D,
    parameters[`b${index}`] as Tensor as Tensor1D,
    activation,
  );
}

async function checkConvolutional(data: GoldenData, run: GoldenRun): Promise<void> {
  const trained = await trainConvolutional(data, run, run.losses.length, true);
  compare(trained, run);
  for (const [name, { values }] of Object.entries(run.running!)) {
    expectClose(`running ${name}`, trained.statistics[name]!, values, DRIFT);
  }
}

async function checkConvolutionalReplay(data: GoldenData, run: GoldenRun): Promise<void> {
  const replayed = await trainConvolutional(data, run, 20, true);
  const ordinary = await trainConvolutional(data, run, 20, false);
  expectSameRun(replayed, ordinary);
  for (const name of Object.keys(ordinary.statistics)) {
    expectSame(`running ${name}`, replayed.statistics[name]!, ordinary.statistics[name]!);
  }
}

interface NormalizedRun extends TrainedRun {
  /** The running averages of batch normalization. */
  readonly statistics: Readonly<Record<string, Float32Array>>;
}

async function trainConvolutional(
  data: GoldenData,
  run: GoldenRun,
  updates: number,
  replayable: boolean,
): Promise<NormalizedRun> {
  const x = unpack(data.x);
  const labels = unpack(data.labels);
  const running = makeVariables(initialStatistics(run.running!));
  const result = await trainRun({
    run,
    updates,
    replayable,
    externals: [x, labels, ...Object.values(running)],
    loss: (parameters) => {
      const { filter, gamma, beta, w, b } = parameters as unknown as Record<string, Tensor>;
      const z = conv2d(x as Tensor4D, filter as Tensor4D, undefined, { padding: 'same' });
      const { y, mean, variance } = batchNormTraining(z, gamma as Tensor1D, beta as Tensor1D, 1e-3);
      runningAverageUpdate(running['mean']!, mean, 0.1);
      const count = z.size / z.shape[3]!;
      runningAverageUpdate(running['variance']!, mul(variance, count / (count - 1)), 0.1);
      const pooled = maxPool(activate(y, 'relu'), { size: 2 });
      const flat = reshape(pooled, [6, 64]) as Tensor2D;
      return softmaxCrossEntropy(labels as Tensor2D, dense(flat, w as Tensor2D, b as Tensor1D));
    },
  });
  const statistics = await readAll(running);
  for (const held of [x, labels, ...Object.values(running)]) held.dispose();
  return { ...result, statistics };
}

/** Running means begin at zero, running variances at one. */
function initialStatistics(final: PackedByName): PackedByName {
  return Object.fromEntries(
    Object.entries(final).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map(() => (name === 'mean' ? 0 : 1)) },
    ]),
  );
}
