import type { MapProgram } from '../map/program.js';
import type { Block } from '../memory/block.js';

/** One thing that a recorded step did, as fusion sees it. */
export interface Task {
  /** What a command of the kernel `map` does; undefined for anything else. */
  readonly program?: MapProgram | undefined;
  /** The blocks of memory that it reads or writes; undefined stands for one that nobody knows. */
  readonly blocks: readonly (Block | undefined)[];
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

const EVERYWHERE: Access = {
  block: undefined,
  start: 0,
  end: Number.POSITIVE_INFINITY,
  writes: true,
  width: 0,
};

export function accessesOf({ program, blocks }: Task): Access[] {
  return program === undefined ? blocks.map(touched) : programAccesses(program, blocks);
}

/** What a kernel does with a block is not known: it may read and write all of it. */
function touched(block: Block | undefined): Access {
  if (block === undefined) return EVERYWHERE;
  return { block, start: block.address, end: block.address + block.bytes, writes: true, width: 0 };
}

function programAccesses({ size, instructions }: MapProgram, blocks: Task['blocks']): Access[] {
  return instructions.flatMap(({ operands, to }) =>
    [...operands, to].flatMap((place) => {
      if (place.kind === 'number' || place.kind === 'register') return [];
      const { address, dtype } = place;
      const block = blockAt(blocks, address);
      const bytes = dtype === 'bool' ? 1 : 4;
      const isDense = size === 1 || (place.kind === 'tensor' && !('dimensions' in place && place.dimensions));
      if (isDense) {
        return [{ block, start: address, end: address + size * bytes, writes: place === to, width: bytes }];
      }
      if (block === undefined) return [EVERYWHERE];
      return [{ block, start: address, end: block.address + block.bytes, writes: false, width: 0 }];
    }),
  );
}

export function blockAt(blocks: Task['blocks'], at: number): Block | undefined {
  return blocks.find((one) => one !== undefined && at >= one.address && at < one.address + one.bytes);
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
