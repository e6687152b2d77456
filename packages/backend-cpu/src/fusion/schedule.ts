import { type Access, accessesOf, conflict, type InnerBlocks, inStep, type Task } from './task.js';

/** So many instructions that every chain of a layer, a loss or an optimizer is one program, and few enough for the registers. */
const MOST_INSTRUCTIONS = 64;
/** Of operands that are no plain tensors; the kernel has room for 64 different ones. */
const MOST_OTHER_OPERANDS = 48;
/** A task is moved over at most so many others: compiling takes a time that is proportional to the step's length. */
const MOST_NODES_PASSED = 200;
/** Programs of so few elements are joined though they have nothing in common: launching them costs more than they do. */
const SMALL = 4096;

/** Tasks that run as one program, or a single task of any kind, at its place in the new order. */
export interface Node {
  readonly tasks: number[];
  /** Elements of the program; undefined for what is no program. */
  readonly size: number | undefined;
  readonly accesses: Access[];
  instructions: number;
  otherOperands: number;
}

/**
 * Orders the tasks anew so that programs of one size that can run together do. A task goes back to the last program that
 * it may join, as long as it need not stay behind what it passes. One that joins none stands in front of the programs
 * before it that it does not need, so that those stay open for what comes next: the arithmetic on single numbers that an
 * optimizer has in between does not end the program of its parameter.
 */
export function schedule(tasks: readonly Task[], inner: InnerBlocks): Node[] {
  const nodes: Node[] = [];
  for (const [index, task] of tasks.entries()) {
    const node = nodeOf(task, index);
    const at = placeToJoin(nodes, node, inner);
    if (at === undefined) {
      insert(nodes, node, inner);
    } else {
      append(nodes[at]!, node);
      gather(nodes, at, inner);
    }
  }
  return nodes;
}

function nodeOf(task: Task, index: number): Node {
  const instructions = task.program?.instructions ?? [];
  const others = instructions.flatMap(({ operands }) => operands).filter(({ kind }) => kind !== 'register');
  return {
    tasks: [index],
    size: task.writes.includes(undefined) ? undefined : task.program?.size,
    accesses: accessesOf(task),
    instructions: instructions.length,
    otherOperands: others.filter((one) => !(one.kind === 'tensor' && one.dimensions === undefined)).length,
  };
}

function placeToJoin(nodes: readonly Node[], node: Node, inner: InnerBlocks): number | undefined {
  if (node.size === undefined) return undefined;
  const last = Math.max(0, nodes.length - MOST_NODES_PASSED);
  for (let at = nodes.length - 1; at >= last; at--) {
    if (mayJoin(nodes[at]!, node, inner)) return at;
    if (mustFollow(node, nodes[at]!, inner)) return undefined;
  }
  return undefined;
}

function insert(nodes: Node[], node: Node, inner: InnerBlocks): void {
  let at = nodes.length;
  while (at > 0 && nodes[at - 1]!.size !== undefined && !mustFollow(node, nodes[at - 1]!, inner)) at--;
  nodes.splice(at, 0, node);
}

/** Programs that became of use to the same program: the earlier ones move to where the last is, if nothing needs them before. */
function gather(nodes: Node[], at: number, inner: InnerBlocks): void {
  const target = nodes[at]!;
  for (let from = at - 1; from >= Math.max(0, at - MOST_NODES_PASSED); from--) {
    const node = nodes[from]!;
    if (node.size !== target.size || !shares(node, target)) continue;
    const between = nodes.slice(from + 1, nodes.indexOf(target));
    if (between.some((one) => mustFollow(one, node, inner)) || !mayJoin(node, target, inner)) continue;
    append(node, target);
    nodes.splice(nodes.indexOf(target), 1, node);
    nodes.splice(from, 1);
    return;
  }
}

function append(node: Node, next: Node): void {
  node.tasks.push(...next.tasks);
  node.accesses.push(
    ...next.accesses.filter((access) => !node.accesses.some((known) => isSame(known, access))),
  );
  node.instructions += next.instructions;
  node.otherOperands += next.otherOperands;
}

function isSame(one: Access, other: Access): boolean {
  return (
    one.block === other.block &&
    one.start === other.start &&
    one.end === other.end &&
    one.width === other.width &&
    one.writes === other.writes
  );
}

function mustFollow(node: Node, earlier: Node, inner: InnerBlocks): boolean {
  return node.accesses.some((mine) => earlier.accesses.some((theirs) => conflict(mine, theirs, inner)));
}

/** Whether `next` may run in one program with `node`, after it, and gains by it. */
function mayJoin(node: Node, next: Node, inner: InnerBlocks): boolean {
  return (
    node.size !== undefined &&
    node.size === next.size &&
    node.instructions + next.instructions <= MOST_INSTRUCTIONS &&
    node.otherOperands + next.otherOperands <= MOST_OTHER_OPERANDS &&
    (node.size <= SMALL || shares(node, next)) &&
    next.accesses.every((mine) =>
      node.accesses.every((theirs) => !conflict(mine, theirs, inner) || inStep(mine, theirs)),
    )
  );
}

function shares(node: Node, other: Node): boolean {
  return node.accesses.some(
    ({ block }) => block !== undefined && other.accesses.some((theirs) => theirs.block === block),
  );
}
