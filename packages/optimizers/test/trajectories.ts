import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { conv2d, flatten, input, type Network, softmax, tanh } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import type { Optimizer, OptimizerOptions } from '../src/index.js';

export interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

/** One run of an algorithm by an independent implementation, in float64. */
export interface Trajectory {
  /** As they are given to the algorithm. */
  readonly options: object;
  /** Sixty unless told otherwise. */
  readonly updates?: number;
  /** Samples a batch; all of them unless told otherwise. */
  readonly batchSize?: number;
  /** The learning rate of each update, where it changes. */
  readonly steps?: readonly number[];
  /** Parameters that were frozen for some updates. */
  readonly freeze?: { readonly after: number; readonly until: number; readonly names: readonly string[] };
  /** The parameters after the last update. */
  readonly final: Readonly<Record<string, Packed>>;
}

interface Problem {
  readonly updates: number;
  readonly x: Packed;
  readonly y: Packed;
  readonly initial: Readonly<Record<string, Packed>>;
}

/** Makes an optimizer of the algorithm; the options are those of the fixtures beside some that all optimizers have. */
export type Maker = (network: Network, options: MakerOptions) => Optimizer;
/** Some algorithms take no schedule. */
type MakerOptions = OptimizerOptions & { readonly step?: number };

const problem = readTrajectories<unknown>('problem') as unknown as Problem;

/** The runs in `golden/algorithms/NAME.json`, which `tools/golden/algorithms.py` wrote. */
export function readTrajectories<Run = Trajectory>(name: string): Readonly<Record<string, Run>> {
  return JSON.parse(readFileSync(new URL(`./golden/algorithms/${name}.json`, import.meta.url), 'utf8'));
}

/** The updates of each run in the file `name`, after which the weights have to be those of the fixture. */
export function itFollows(name: string, make: Maker): void {
  describe(`updates of ${name} agree with an independent implementation`, () => {
    it.each(Object.entries(readTrajectories(name)))('%s', async (_, trajectory) => {
      const network = problemNetwork();
      const optimizer = await follow(network, make, trajectory);
      await expectWeights(network, trajectory.final);
      expect(optimizer.replay).toBe('replayed');
      optimizer.dispose();
      network.dispose();
    });
  });
}

/** A small convolutional network with the weights that every run begins with. */
export function problemNetwork(): Network {
  const network = input([5, 5, 2]).to(conv2d(2, 3), tanh(), flatten(), tanh(4), softmax(3));
  for (const parameter of network.parameters) {
    parameter.write((problem.initial[parameter.name] as Packed).data);
  }
  return network;
}

/** Trains as the fixture was trained. */
export async function follow(network: Network, make: Maker, trajectory: Trajectory): Promise<Optimizer> {
  const { options, batchSize = null, steps } = trajectory;
  const step = steps && { step: { name: 'table', at: ({ update }: { update: number }) => steps[update] } };
  const all: object = {
    loss: 'categoricalCrossentropy',
    seed: 0,
    batchSize,
    ...options,
    ...step,
    ...freezing(network, trajectory),
  };
  const optimizer = make(network, all as MakerOptions);
  await optimizer.train(array(problem.x), array(problem.y), { epochs: epochsOf(trajectory) });
  return optimizer;
}

function freezing(network: Network, { freeze }: Trajectory): Pick<OptimizerOptions, 'signals'> {
  if (freeze === undefined) return {};
  const { after, until, names } = freeze;
  if (after === 0) network.freeze(names);
  const updateEnd = ({ updatesMade }: Optimizer): void => {
    if (updatesMade === after) network.freeze(names);
    if (updatesMade === until) network.unfreeze(names);
  };
  return { signals: { updateEnd } };
}

function epochsOf({ batchSize, options, updates = problem.updates }: Trajectory): number {
  const [samples] = problem.x.shape as [number];
  const { accumulate = 1 } = options as { accumulate?: number };
  return (updates * accumulate * (batchSize ?? samples)) / samples;
}

/** Within 1e-5 of the largest value of each parameter: what float32 leaves of one near 0 says nothing. */
export async function expectWeights(
  { parameters }: Pick<Network, 'parameters'>,
  expected: Trajectory['final'],
): Promise<void> {
  const apart: Record<string, number> = {};
  for (const parameter of parameters) {
    apart[parameter.name] = relativeDistance(
      [...(await parameter.read())],
      expected[parameter.name] as Packed,
    );
  }
  const tooFar = Object.entries(apart).filter(([, distance]) => !(distance < 1e-5));
  expect(tooFar).toEqual([]);
}

function relativeDistance(actual: readonly number[], { data }: Packed): number {
  const largest = Math.max(...data.map(Math.abs));
  return Math.max(...data.map((value, index) => Math.abs((actual[index] as number) - value))) / largest;
}

export function array({ data, shape }: Packed): NdArray {
  return ndarray(Float32Array.from(data), shape);
}
