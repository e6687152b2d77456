import { describe, expect, it } from '@jest/globals';
import { type Fused, fuse } from '../../src/fusion/fuse.js';
import type { Task } from '../../src/fusion/task.js';
import { tensorOperand } from '../../src/map/operand.js';
import type { MapOperation } from '../../src/map/operations.js';
import type { MapOperand, MapProgram } from '../../src/map/program.js';
import { Allocator } from '../../src/memory/allocator.js';
import type { Block } from '../../src/memory/block.js';
import { pick, randomInteger, randomSource } from '../support/random.js';
import { Simulation } from '../support/simulation.js';

const MEMORY_BYTES = 2 ** 16;
const PROGRAMS = 100;
const SHAPES = [[], [7], [1, 7], [3, 7], [3, 1], [21]];

type Dtype = 'float32' | 'bool';

interface SimulatedTensor {
  readonly block: Block;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
}

/** A task with what it does where it is none of the engine's programs. */
interface SimulatedTask extends Task {
  readonly run?: (memory: ArrayBuffer) => void;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Writes a step down as the recorder does: tensors are allocated and freed, and memory is used again. */
class Step {
  readonly tasks: SimulatedTask[] = [];
  readonly live = new Set<SimulatedTensor>();
  readonly #freed = new Set<Block>();
  readonly #allocator: Allocator;

  constructor() {
    let used = false;
    this.#allocator = new Allocator(() => {
      if (used) return undefined;
      used = true;
      return { address: 64, bytes: MEMORY_BYTES - 64 };
    });
  }

  readonly isFreed = (block: Block): boolean => this.#freed.has(block);

  tensor(shape: readonly number[], dtype: Dtype = 'float32'): SimulatedTensor {
    const block = this.#allocator.allocate(sizeOf(shape) * (dtype === 'bool' ? 1 : 4))!;
    const tensor = { block, shape, dtype };
    this.live.add(tensor);
    return tensor;
  }

  free(tensor: SimulatedTensor): void {
    this.live.delete(tensor);
    this.#freed.add(tensor.block);
    this.#allocator.free(tensor.block);
  }

  map(
    operation: MapOperation,
    inputs: readonly (SimulatedTensor | number)[],
    to: SimulatedTensor,
  ): SimulatedTensor {
    const operands = inputs.map((input): MapOperand => {
      if (typeof input === 'number') return { kind: 'number', value: input, dtype: 'float32' };
      return tensorOperand(input.block.address, input.dtype, input.shape, to.shape);
    });
    const destination = { kind: 'tensor', address: to.block.address, dtype: to.dtype } as const;
    const program: MapProgram = {
      size: sizeOf(to.shape),
      instructions: [{ operation, operands, to: destination }],
    };
    this.tasks.push({ program, reads: [], writes: blocksOf([...inputs, to]) });
    return to;
  }

  /** What the engine does with a kernel of its own: here the sum of all elements. */
  sum(x: SimulatedTensor): SimulatedTensor {
    const y = this.tensor([]);
    function run(memory: ArrayBuffer) {
      const values = new Float32Array(memory, x.block.address, sizeOf(x.shape));
      new Float32Array(memory, y.block.address, 1)[0] = values.reduce((sum, value) => sum + value, 0);
    }
    const sum = {
      x: x.block.address,
      y: y.block.address,
      rows: 1,
      length: sizeOf(x.shape),
      chunks: 1,
      divisor: 1,
    };
    this.tasks.push({ sum, reads: [x.block], writes: [y.block], run });
    return y;
  }

  fuse(): Fused[] {
    return fuse(this.tasks, this.isFreed);
  }
}

function blocksOf(tensors: readonly (SimulatedTensor | number)[]): Block[] {
  return tensors.flatMap((tensor) => (typeof tensor === 'number' ? [] : [tensor.block]));
}

/** A random step on variables and what it makes, of which some is freed at once, some later and some never. */
function randomStep(random: () => number): Step {
  const step = new Step();
  const variables = SHAPES.map((shape) => step.tensor(shape));
  const floats = [...variables];
  const conditions: SimulatedTensor[] = [];
  const fitting = (shape: readonly number[]) =>
    pick(
      floats.filter((one) => broadcastsTo(one.shape, shape)),
      random,
    );
  const matching = (shape: readonly number[]) =>
    conditions.filter((one) => String(one.shape) === String(shape));
  for (let task = 0; task < 40; task++) {
    const shape = random() < 0.6 ? [3, 7] : pick(SHAPES, random);
    const kind = random();
    const known = matching(shape);
    if (kind < 0.45) {
      const operation = pick(['add', 'sub', 'mul'] as const, random);
      const b = random() < 0.2 ? random() : fitting(shape);
      floats.push(step.map(operation, [fitting(shape), b], step.tensor(shape)));
    } else if (kind < 0.55) {
      floats.push(
        step.map(pick(['neg', 'square', 'copy'] as const, random), [fitting(shape)], step.tensor(shape)),
      );
    } else if (kind < 0.65) {
      conditions.push(step.map('greater', [fitting(shape), fitting(shape)], step.tensor(shape, 'bool')));
    } else if (kind < 0.75 && known.length > 0) {
      const operands = [pick(known, random), fitting(shape), fitting(shape)];
      floats.push(step.map('select', operands, step.tensor(shape)));
    } else if (kind < 0.8 && known.length > 0) {
      floats.push(step.map('conditionToFloat', [pick(known, random)], step.tensor(shape)));
    } else if (kind < 0.85) {
      floats.push(step.map('copy', [pick([0, 1, 0.5], random)], step.tensor(shape)));
    } else if (kind < 0.9) {
      floats.push(step.sum(fitting(shape)));
    } else {
      const target = pick(variables, random);
      const from = pick(
        floats.filter((one) => String(one.shape) === String(target.shape)),
        random,
      );
      if (random() < 0.5) step.map('copy', [from], target);
      else step.map('mul', [target, from], target);
    }
    freeSome(step, floats, variables.length, random);
    freeSome(step, conditions, 0, random);
  }
  return step;
}

function freeSome(step: Step, tensors: SimulatedTensor[], kept: number, random: () => number): void {
  while (tensors.length > kept && random() < 0.45) {
    step.free(tensors.splice(randomInteger(kept, tensors.length - 1, random), 1)[0]!);
  }
}

function broadcastsTo(shape: readonly number[], to: readonly number[]): boolean {
  return (
    shape.length <= to.length && shape.every((_, back) => [1, to.at(-1 - back)].includes(shape.at(-1 - back)))
  );
}

function runAll(step: Step, order: readonly Fused[], memory: ArrayBuffer): number[][] {
  const simulation = new Simulation(memory);
  const inTurn = order.flatMap((next) =>
    typeof next === 'object' && 'closed' in next ? [next.program, next.sum] : [next],
  );
  for (const next of inTurn) {
    const task = typeof next === 'number' ? step.tasks[next]! : { program: next, run: undefined };
    if (task.program !== undefined) simulation.run(task.program);
    task.run?.(memory);
  }
  return Array.from(step.live, ({ block, shape, dtype }) => [
    ...new Uint8Array(memory, block.address, sizeOf(shape) * (dtype === 'bool' ? 1 : 4)),
  ]);
}

function randomMemory(random: () => number): ArrayBuffer {
  return Float32Array.from({ length: MEMORY_BYTES / 4 }, () => Math.round(random() * 8) / 4 - 1).buffer;
}

describe('A recorded step with its element-wise chains fused', () => {
  it(`leaves the same bits in all that outlives the step, in ${PROGRAMS} random steps`, () => {
    let [before, after] = [0, 0];
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const random = randomSource(seed);
      const step = randomStep(random);
      const memory = randomMemory(random);
      const fused = step.fuse();
      const expected = runAll(step, [...step.tasks.keys()], memory.slice(0));
      expect({ seed, left: runAll(step, fused, memory.slice(0)) }).toEqual({ seed, left: expected });
      before += step.tasks.length;
      after += fused.length;
    }
    expect(after).toBeLessThan(before / 2);
  });
});

describe('A sum of what a program makes', () => {
  it('is made as the program goes, and nobody needs the rest', () => {
    const step = new Step();
    const x = step.tensor([21]);
    const square = step.map('square', [x], step.tensor([21]));
    step.sum(square);
    step.free(square);
    const [summed, ...others] = step.fuse();
    expect(others).toEqual([]);
    const register = { kind: 'register', register: 0 };
    expect(summed).toMatchObject({ sum: 1, summed: register, closed: { instructions: [{ to: register }] } });
  });

  it('leaves in memory what others read', () => {
    const step = new Step();
    const square = step.map('square', [step.tensor([21])], step.tensor([21]));
    step.sum(square);
    const [summed] = step.fuse();
    expect(summed).toMatchObject({ summed: { kind: 'tensor', address: square.block.address } });
  });

  it('is made after it where it is written over what the program still reads', () => {
    const step = new Step();
    const x = step.tensor([21]);
    const factor = step.sum(x);
    const product = step.map('mul', [x, factor], step.tensor([21]));
    step.free(factor);
    const sum = step.sum(product);
    expect(sum.block.address).toBe(factor.block.address);
    expect(step.fuse()).toEqual([0, 1, 2]);
  });
});
