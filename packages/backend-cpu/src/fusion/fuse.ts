import type { MapProgram } from '../map/program.js';
import type { Block } from '../memory/block.js';
import { assemble } from './assemble.js';
import { type SummedProgram, summedProgram } from './closingSum.js';
import { type Node, schedule } from './schedule.js';
import { type Access, accessesOf, type InnerBlocks, type Task } from './task.js';

/** What is to run next: a task as it was, by its number, or a program in place of several. */
export type Fused = number | MapProgram | SummedProgram;

/**
 * Joins chains of element-wise programs into one pass each. `isFreed` tells of the blocks that nobody can read after the
 * step: what a single program touches of those stays in its registers.
 *
 * Which blocks need memory depends on what is joined, and what can be joined on which blocks need memory. So it begins with
 * all that may do without, and takes back those that turn out to need some, until none is left.
 */
export function fuse(tasks: readonly Task[], isFreed: (block: Block) => boolean): Fused[] {
  const inner = possiblyInner(tasks, isFreed);
  for (;;) {
    const nodes = schedule(tasks, inner);
    const torn = tornBlocks(nodes, inner);
    const fused = torn.length > 0 ? [] : nodes.map((node) => fusedNode(node, tasks, inner));
    const crowded = nodes.filter((_, index) => index in fused && fused[index] === undefined);
    const needMemory = [...torn, ...crowded.flatMap((node) => innerBlocksOf(node, inner))];
    if (needMemory.length === 0) {
      return withClosingSums(nodes, fused, tasks, inner, isFreed);
    }
    for (const block of needMemory) inner.delete(block);
  }
}

/** Undefined for a program that would need more registers than there are. */
function fusedNode(node: Node, tasks: readonly Task[], inner: InnerBlocks): number | MapProgram | undefined {
  const isAlone = node.tasks.length === 1 && innerBlocksOf(node, inner).length === 0;
  if (isAlone) return node.tasks[0]!;
  const joined = node.tasks.map((task) => tasks[task]!);
  return assemble(node.size!, joined, inner);
}

/** In the order of the nodes; those that are undefined stay the tasks that they are. What nobody reads is not made. */
function withClosingSums(
  nodes: readonly Node[],
  fused: readonly (number | MapProgram | undefined)[],
  tasks: readonly Task[],
  inner: InnerBlocks,
  isFreed: (block: Block) => boolean,
): Fused[] {
  const order: Fused[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const [node, next] = [nodes[index]!, fused[index]];
    const program = typeof next === 'number' ? tasks[next]!.program : next;
    const summed = program && summedProgram(program, node, nodes[index + 1], tasks, inner, isFreed);
    if (summed !== undefined) {
      order.push(summed);
      index++;
    } else if (next === undefined) {
      order.push(...node.tasks);
    } else if (typeof next === 'number' || next.instructions.length > 0) {
      order.push(next);
    }
  }
  return order;
}

/** Blocks that are freed, and that programs of one size alone touch, element by element, the first of them writing. */
function possiblyInner(tasks: readonly Task[], isFreed: (block: Block) => boolean): Set<Block> {
  const inner = new Set<Block>();
  const sizes = new Map<Block, number>();
  const ruledOut = new Set<Block>();
  for (const task of tasks) {
    for (const access of accessesOf(task)) {
      const { block } = access;
      if (block === undefined) continue;
      const isFirst = !sizes.has(block);
      if (isFirst) sizes.set(block, task.program?.size ?? 0);
      if (isFirst && access.writes && isFreed(block)) inner.add(block);
      if (access.width === 0 || task.program?.size !== sizes.get(block)) ruledOut.add(block);
    }
  }
  for (const block of ruledOut) inner.delete(block);
  return inner;
}

/** Blocks that several programs touch. */
function tornBlocks(nodes: readonly Node[], inner: InnerBlocks): Block[] {
  const owners = new Map<Block, Node>();
  return nodes.flatMap((node) =>
    innerBlocksOf(node, inner).filter((block) => {
      if (!owners.has(block)) owners.set(block, node);
      return owners.get(block) !== node;
    }),
  );
}

function innerBlocksOf({ accesses }: Node, inner: InnerBlocks): Block[] {
  const blocks = accesses.map(({ block }: Access) => block);
  return blocks.filter((block) => block !== undefined && inner.has(block)) as Block[];
}
