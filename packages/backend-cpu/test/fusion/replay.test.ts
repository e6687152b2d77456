import '../../src/index.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  add,
  broadcastTo,
  cast,
  dispose,
  engine,
  greater,
  logicalAnd,
  matMul,
  mul,
  neg,
  relu,
  setBackend,
  sigmoid,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine } from '../../src/index.js';
import { pick, randomSource, randomValues } from '../support/random.js';

const STEPS = 25;
const [ROWS, COLUMNS] = [40, 200];
function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}

/** Variables of the shapes that broadcast against each other, written again before each run. */
function stagedVariables() {
  const staged = [[], [COLUMNS], [ROWS, 1], [ROWS, COLUMNS], [ROWS, COLUMNS]].map((shape) =>
    cpu().allocateStaging(shape, 'float32'),
  );
  return {
    tensors: staged.map(({ tensor }) => tensor),
    fill: (random: () => number) => {
      for (const { tensor, view } of staged) view().set(randomValues(tensor.size, random));
    },
    values: () => staged.map(({ tensor }) => bitsOf(tensor)),
  };
}

function bitsOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

/** A random step: chains of element-wise operations with products and sums in between, and variables that are assigned. */
function randomStep(seed: number, variables: readonly Tensor[]): Tensor[] {
  const random = randomSource(seed);
  const floats = [...variables];
  const conditions: Tensor[] = [greater(variables[3]!, variables[1]!)];
  const full = () => broadcastTo(pick(floats, random), [ROWS, COLUMNS]);
  const steps: readonly (() => void)[] = [
    () => void floats.push(add(pick(floats, random), pick(floats, random))),
    () => void floats.push(mul(pick(floats, random), pick(floats, random))),
    () => void floats.push(sub(pick(floats, random), 0.5)),
    () => void floats.push(sigmoid(pick(floats, random))),
    () => void floats.push(sqrt(square(neg(pick(floats, random))))),
    () => void floats.push(relu(pick(floats, random))),
    () => void floats.push(sum(pick(floats, random))),
    () => void floats.push(sum(full(), 1, true)),
    () =>
      void floats.push(
        mul(1e-3, matMul(matMul(full() as Tensor2D, transpose(full() as Tensor2D)), full() as Tensor2D)),
      ),
    () => void floats.push(zerosLike(pick(floats, random))),
    () => void floats.push(where(pick(conditions, random), full(), full())),
    () => void floats.push(cast(pick(conditions, random), 'float32')),
    () => void conditions.push(greater(full(), pick(floats, random))),
    () => void conditions.push(logicalAnd(pick(conditions, random), pick(conditions, random))),
    () => {
      const target = pick(variables, random);
      const value = floats.filter(({ shape }) => String(shape) === String(target.shape)).at(-1)!;
      engine().runKernel('NeutypeAssign', { target, value });
    },
  ];
  for (let step = 0; step < 25; step++) pick(steps, random)();
  return [floats.at(-1)!, pick(floats, random), conditions.at(-1)!].map((one) => one.clone());
}

describe.each([1, 2, 3])('A replay with fused chains, on %i threads', (threads) => {
  afterAll(() => configureEngine({}));

  it(`gives the bits of ordinary runs in outputs and variables, in ${STEPS} random steps`, async () => {
    configureEngine({ threads });
    await setBackend('cpu');
    await cpu().runtime!.pool.warmUp(100_000);
    for (let seed = 0; seed < STEPS; seed++) {
      const { tensors, fill, values } = stagedVariables();
      const step = () => tidy(() => randomStep(seed, tensors));
      fill(randomSource(seed));
      const { value, recording, reason } = cpu().recordStep(step);
      expect(reason).toBeUndefined();
      const program = recording!.compile();
      for (let replay = 1; replay < 3; replay++) {
        fill(randomSource(100 * replay + seed));
        const ordinary = step();
        const expected = [...ordinary.map(bitsOf), ...values()];
        fill(randomSource(100 * replay + seed));
        program.replay();
        const differing = [...value.map(bitsOf), ...values()].filter(
          (bits, index) => bits !== expected[index],
        );
        expect({ seed, differing: differing.length }).toEqual({ seed, differing: 0 });
        dispose(ordinary);
      }
      for (const one of [program, recording!]) one.dispose();
      dispose([...value, ...tensors]);
    }
  }, 300_000);
});
