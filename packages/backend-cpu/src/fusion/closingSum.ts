import type {
  MapInstruction,
  MapOperand,
  MapProgram,
  RegisterOperand,
  TensorOperand,
} from '../map/program.js';
import type { Block } from '../memory/block.js';
import type { Node } from './schedule.js';
import { accessesOf, conflict, type InnerBlocks, type Task } from './task.js';

/** A program, and sums of what it makes that the task after it computes: whoever can makes them as the program goes. */
export interface SummedProgram {
  /** The program by itself. */
  readonly program: MapProgram;
  /** The number of the task. */
  readonly sum: number;
  /** The program if the sums are made as it goes: what nobody else reads it then keeps in a register. */
  readonly closed: MapProgram;
  readonly summed: RegisterOperand | TensorOperand;
}

/** Undefined where `next` does not sum what the program has made, or writes where the program still reads. */
export function summedProgram(
  program: MapProgram,
  node: Node,
  next: Node | undefined,
  tasks: readonly Task[],
  inner: InnerBlocks,
  isFreed: (block: Block) => boolean,
): SummedProgram | undefined {
  const [number] = next?.tasks ?? [];
  const task = number === undefined ? undefined : tasks[number]!;
  if (number === undefined || task?.sum === undefined) return undefined;
  const { x, length, rows } = task.sum;
  const makesIt = program.instructions.filter(({ to }) => to.kind === 'tensor' && to.address === x);
  const written = task.writes.flatMap((block) => accessesOf({ reads: [], writes: [block] }));
  const isApart = written.every((mine) => node.accesses.every((theirs) => !conflict(mine, theirs, inner)));
  if (makesIt.length === 0 || length * rows !== program.size || !isApart) return undefined;
  const [block] = task.reads;
  const isNeeded =
    block === undefined || !isFreed(block) || isTouchedByOthers(block, [...node.tasks, number], tasks);
  if (isNeeded || makesIt.length > 1) {
    return {
      program,
      sum: number,
      closed: program,
      summed: { kind: 'tensor', address: x, dtype: 'float32' },
    };
  }
  const summed = { kind: 'register', register: freeRegister(program) } as const;
  return { program, sum: number, closed: keptInRegister(program, x, summed), summed };
}

function isTouchedByOthers(block: Block, users: readonly number[], tasks: readonly Task[]): boolean {
  return tasks.some(
    (task, number) => !users.includes(number) && accessesOf(task).some((access) => access.block === block),
  );
}

function freeRegister({ instructions }: MapProgram): number {
  const used = instructions.map(({ to }) => (to.kind === 'register' ? to.register : -1));
  return Math.max(...used) + 1;
}

/** What the only write to `address` leaves there, and what is read of it later, is in the register instead. */
function keptInRegister(
  { size, instructions }: MapProgram,
  address: number,
  kept: RegisterOperand,
): MapProgram {
  let isMade = false;
  function moved(operand: MapOperand): MapOperand {
    return isMade && operand.kind === 'tensor' && operand.address === address ? kept : operand;
  }
  return {
    size,
    instructions: instructions.map(({ operation, operands, to }): MapInstruction => {
      const instruction = { operation, operands: operands.map(moved), to };
      if (to.kind !== 'tensor' || to.address !== address) return instruction;
      isMade = true;
      return { ...instruction, to: kept };
    }),
  };
}
