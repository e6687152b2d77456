import type { RowSums } from '../engine/command.js';
import type { MapProgram } from '../map/program.js';
import type { Block } from '../memory/block.js';

/** One thing that a recorded step did, as fusion sees it. */
export interface Task {
  /** What a command of the kernel `map` does; undefined for anything else. */
  readonly program?: MapProgram | undefined;
  /** For one that sums rows of what lies one by one in the only block that it reads. */
  readonly sum?: RowSums | undefined;
  /** The blocks of memory that it only reads, and all others that it touches; undefined stands for one that nobody knows. */
  readonly reads: readonly (Block | undefined)[];
  readonly writes: readonly (Block | undefined)[];
}

/** Elements of memory that a task reads or writes. */
export interface Access {
  /** From its allocation to when it is freed a block is one object, whatever else lies at its address before and after. */
  readonly block: Block | undefined;
  readonly start: number;
  readonly end: number;
  readonly writes: boolean;
  /** Bytes from one element of the task to the next, where its elements are those of the memory one by one; else 0. */
  readonly width: number;
}

/** Blocks that the step frees again and that only one fused program touches: they need no memory. */
export type InnerBlocks = ReadonlySet<Block>;

export function accessesOf(task: Task): Access[] {
  if (task.program !== undefined) return programAccesses(task.program, task);
  return [
    ...task.reads.map((block) => touched(block, false)),
    ...task.writes.map((block) => touched(block, true)),
  ];
}

/** Where in a block a kernel reads or writes is not known. */
function touched(block: Block | undefined, writes: boolean): Access {
  const start = block?.address ?? 0;
  const end = block === undefined ? Number.POSITIVE_INFINITY : start + block.bytes;
  return { block, start, end, writes, width: 0 };
}

function programAccesses({ size, instructions }: MapProgram, task: Task): Access[] {
  return instructions.flatMap(({ operands, to }) =>
    [...operands, to].flatMap((place) => {
      if (place.kind === 'number' || place.kind === 'register') return [];
      const { address, dtype } = place;
      const block = blockAt(task, address);
      const bytes = dtype === 'bool' ? 1 : 4;
      const isDense = size === 1 || (place.kind === 'tensor' && !('dimensions' in place && place.dimensions));
      if (isDense) {
        return [{ block, start: address, end: address + size * bytes, writes: place === to, width: bytes }];
      }
      if (block === undefined) return [touched(undefined, true)];
      return [{ block, start: address, end: block.address + block.bytes, writes: false, width: 0 }];
    }),
  );
}

export function blockAt({ reads, writes }: Task, at: number): Block | undefined {
  const holds = (one: Block | undefined) =>
    one !== undefined && at >= one.address && at < one.address + one.bytes;
  return writes.find(holds) ?? reads.find(holds);
}

/** Whether two accesses must keep their order. Blocks that need no memory are in nobody else's way. */
export function conflict(one: Access, other: Access, inner: InnerBlocks): boolean {
  if (!one.writes && !other.writes) return false;
  if (one.block !== undefined && one.block === other.block) return true;
  if (isInner(one, inner) || isInner(other, inner)) return false;
  return one.start < other.end && other.start < one.end;
}

/** Whether two accesses that must keep their order do so strip by strip: each element is the same element of both. */
export function inStep(one: Access, other: Access): boolean {
  return one.width !== 0 && one.width === other.width && one.start === other.start;
}

export function isInner({ block }: Access, inner: InnerBlocks): boolean {
  return block !== undefined && inner.has(block);
}
