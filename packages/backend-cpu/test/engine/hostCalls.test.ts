import '../../src/index.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compileStep } from '@neutype/core';
import {
  abs,
  add,
  cast,
  complex,
  concat,
  cos,
  cumsum,
  dispose,
  einsum,
  engine,
  erf,
  floor,
  gather,
  greater,
  logicalAnd,
  matMul,
  memory,
  mod,
  mul,
  multinomial,
  onesLike,
  pow,
  real,
  relu,
  reshape,
  reverse,
  round,
  type Scalar,
  scalar,
  sign,
  sin,
  slice,
  split,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tensor1d,
  tidy,
  tile,
  topk,
  unique,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { pick, randomInteger, randomSource, randomValues } from '../support/random.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
const SHAPE: [number, number] = [4, 6];
const LENGTH = 24;

/** A float32 and an int32 tensor whose values change from run to run. */
function stagedInputs() {
  const floats = cpu().allocateStaging(SHAPE, 'float32');
  const ints = cpu().allocateStaging(SHAPE, 'int32');
  function fill(random: () => number) {
    floats.view().set(randomValues(LENGTH, random).map((value) => value * 3));
    ints.view().set(Int32Array.from({ length: LENGTH }, () => randomInteger(0, 3, random)));
  }
  return { tensors: [floats.tensor, ints.tensor] as const, fill };
}

/** What a program holds at one time: tensors of one shape. */
interface Pool {
  readonly floats: Tensor[];
  readonly ints: Tensor[];
}

type Operation = (pool: Pool, random: () => number) => void;

function float(compute: (x: Tensor, y: Tensor) => Tensor): Operation {
  return ({ floats }, random) => void floats.push(compute(pick(floats, random), pick(floats, random)));
}
function int(compute: (x: Tensor, y: Tensor) => Tensor): Operation {
  return ({ ints }, random) => void ints.push(compute(pick(ints, random), pick(ints, random)));
}

/** Kernels of the engine and of tfjs, of one output and of several, on floats, integers and booleans. */
const OPERATIONS: readonly Operation[] = [
  float(add),
  float(mul),
  float((x) => relu(x)),
  float((x) => sign(x)),
  float((x) => sin(x)),
  float((x) => cos(x)),
  float((x) => erf(x)),
  float((x) => floor(x)),
  float((x) => round(x)),
  float((x) => cumsum(x, 1)),
  float((x) => reverse(x, 0)),
  float((x) => slice(tile(x, [2, 1]), [2, 0], SHAPE)),
  float((x) => topk(x, SHAPE[1]).values),
  float((x, y) => where(logicalAnd(greater(x, 0), greater(y, 0)), x, y)),
  float((x, y) => matMul(einsum('ij,kj->ik', x, y) as Tensor2D, y as Tensor2D)),
  float((x, y) => concat(split(sub(x, y), 2, 1), 1)),
  float((x, y) => add(unstack(x, 0)[1]!, y)),
  float((x) => pow(x, 2)),
  float((x) => x.clone()),
  int(add),
  int(mul),
  int((x) => reverse(x, 1)),
  int((x) => slice(concat([x, x], 0), [1, 0], SHAPE)),
  int((x, y) => cast(greater(x, y), 'int32')),
  ({ floats, ints }, random) => void ints.push(topk(pick(floats, random), SHAPE[1]).indices as Tensor),
  ({ floats, ints }, random) => void ints.push(cast(pick(floats, random), 'int32')),
  ({ floats, ints }, random) => void floats.push(cast(pick(ints, random), 'float32')),
  ({ floats, ints }, random) => {
    const index = mod(abs(pick(ints, random)), scalar(SHAPE[0], 'int32'));
    const rows = reshape(slice(index, [0, 0], [SHAPE[0], 1]), [-1]);
    floats.push(gather(pick(floats, random), rows as Tensor1D));
  },
];

/** A program of twenty random operations; the same for the same seed. */
function randomProgram(seed: number, [floats, ints]: readonly [Tensor, Tensor]): Tensor[] {
  const random = randomSource(seed);
  const pool: Pool = { floats: [floats], ints: [ints] };
  for (let step = 0; step < 20; step++) pick(OPERATIONS, random)(pool, random);
  return [pool.floats.at(-1)!, pool.ints.at(-1)!, pick(pool.floats, random)].map((output) => output.clone());
}

function bitsOf(tensors: readonly Tensor[]): number[][] {
  return tensors.map((one) => {
    const values = one.dataSync();
    return Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  });
}

describe("A recorded step calls tfjs's own kernels again in each replay", () => {
  let outside: number;
  beforeEach(() => {
    outside = memory().numTensors;
  });
  afterEach(() => expect(memory().numTensors).toBe(outside));

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'gives the bits of ordinary runs on new data, in random program %i',
    (seed) => {
      const { tensors, fill } = stagedInputs();
      const random = randomSource(1000 + seed);
      const step = () => tidy(() => randomProgram(seed, tensors));
      fill(random);
      const first = cpu().recordStep(step);
      const second = cpu().recordStep(step);
      expect(second.reason).toBeUndefined();
      expect(first.recording!.difference(second.recording!)).toBeUndefined();
      const program = second.recording!.compile();
      for (let replay = 0; replay < 5; replay++) {
        fill(random);
        const expected = step();
        program.replay();
        expect(bitsOf(second.value)).toEqual(bitsOf(expected));
        dispose(expected);
      }
      for (const one of [program, first.recording!, second.recording!]) one.dispose();
      dispose([...first.value, ...second.value, ...tensors]);
    },
  );

  it('keeps no tensors and no memory over 10,000 replays', () => {
    const { tensors, fill } = stagedInputs();
    const [floats] = tensors;
    fill(randomSource(1));
    const step = () => tidy(() => relu(add(cumsum(sign(floats)), topk(floats, 6).values)));
    const { value, recording } = cpu().recordStep(step);
    const program = recording!.compile();
    program.replay();
    const { numTensors, numBytes } = memory();
    const { usedBytes } = cpu().runtime!.heap;
    const buffers = cpu().numDataIds();
    for (let replay = 0; replay < 10_000; replay++) program.replay();
    expect(memory()).toMatchObject({ numTensors, numBytes });
    expect(cpu().runtime!.heap.usedBytes).toBe(usedBytes);
    expect(cpu().numDataIds()).toBe(buffers);
    program.dispose();
    recording!.dispose();
    dispose([value, ...tensors]);
  });

  it('throws what a kernel throws in a replay, and is replayed again afterwards', () => {
    const { tensors, fill } = stagedInputs();
    const [floats, ints] = tensors;
    fill(randomSource(2));
    const step = compileStep({
      step: () => {
        const rows = reshape(slice(ints, [0, 0], [1, 2]), [-1]) as Tensor1D;
        return [sum(add(gather(floats, rows), slice(cumsum(floats), 0, 2)))];
      },
      replayable: true,
      externals: () => tensors,
    });
    const staged = () => new Int32Array(cpu().runtime!.memory.memory.buffer, cpu().pointer(ints), LENGTH);
    for (let run = 0; run < 6; run++) expect(step.run()[0]!.dataSync()[0]).not.toBeNaN();
    expect(step.replay).toBe('replayed');
    const buffers = cpu().numDataIds();
    staged()[1] = 4;
    expect(() => step.run()).toThrow('expected index values from 0 to 3');
    staged()[1] = 3;
    expect(step.run()[0]!.dataSync()[0]).not.toBeNaN();
    expect([step.replay, cpu().numDataIds()]).toEqual(['replayed', buffers]);
    step.dispose();
    dispose([...tensors]);
  });

  it('takes what a kernel makes of constants as a constant', () => {
    const x = tidy(() => relu(tensor([1, 2, 3])));
    const { value, recording } = cpu().recordStep(() => tidy(() => mul(x, cos(tensor1d([0, 1, 2])))));
    const other = cpu().recordStep(() => tidy(() => mul(x, cos(tensor1d([0, 1, 2.5])))));
    expect(recording!.difference(other.recording!)).toContain('from other numbers each time');
    const program = recording!.compile();
    const before = value.dataSync();
    program.replay();
    expect(value.dataSync()).toEqual(before);
    for (const one of [program, recording!, other.recording!]) one.dispose();
    dispose([x, value, other.value]);
  });
});

describe('A step that cannot be replayed says why', () => {
  const { tensors, fill } = stagedInputs();
  const [floats] = tensors;
  fill(randomSource(3));
  function reasonOf(step: () => Tensor): string | undefined {
    const { value, recording, reason } = cpu().recordStep(() => tidy(step));
    value.dispose();
    recording?.dispose();
    return reason;
  }

  it('names a kernel of complex numbers, of strings, or of sizes that depend on values', () => {
    expect(reasonOf(() => real(complex(floats, floats)))).toMatch(/works on complex64 tensors/);
    expect(reasonOf(() => tensor(['a', 'b']))).toMatch(/makes a string tensor/);
    expect(reasonOf(() => unique(reshape(floats, [-1]) as Tensor1D).values)).toMatch(
      /^Kernel Unique gives tensors whose size/,
    );
  });

  it('names the tensor whose values it reads back', () => {
    expect(reasonOf(() => add(floats, sum(floats).dataSync()[0]!))).toMatch(
      /^The step reads back the values of a float32 tensor of size 1; /,
    );
  });

  it('names the seed that differs each time, where none was given', () => {
    const differences = [undefined, 7].map((seed) => {
      const draw = () => tidy(() => multinomial(floats as Tensor2D, 3, seed) as Tensor);
      const [first, second] = [cpu().recordStep(draw), cpu().recordStep(draw)];
      dispose([first.value, second.value]);
      return first.recording!.difference(second.recording!);
    });
    expect(differences[0]).toMatch(
      /^Kernel \d+ of the step, Multinomial, has another seed each time, 0\.\d+ and then 0\.\d+; keep it the same\.$/,
    );
    expect(differences[1]).toBeUndefined();
  });

  it('names the step that it replays, or that it runs inside of', () => {
    const inner = cpu().recordStep(() => relu(floats));
    const program = inner.recording!.compile();
    function replaying() {
      program.replay();
      return onesLike(floats);
    }
    expect(reasonOf(replaying)).toBe('The step replays another step that was recorded.');
    const nested = cpu().recordStep(() => cpu().recordStep(() => scalar(1) as Scalar).reason);
    expect(nested.value).toBe('The step runs inside of another one that is recorded.');
  });
});
