import { type Access, accessesOf, blockAt, type Task } from '../fusion/task.js';
import type { Block } from '../memory/block.js';
import { addressesOf } from './command.js';
import type { Entry, Launch } from './recorder.js';

/** The gradient of a relu alone: where `y` is above 0, `dy` is written to `to`. */
interface ReluGradient {
  readonly dy: number;
  readonly y: number;
  readonly to: number;
  readonly bytes: number;
}

/**
 * The entries without those gradients of relus that the command before, whose result nobody else reads, makes on its way: the
 * command then writes where the relu's gradient would have. Nothing in between may have to do with that memory.
 */
export function rectifiedEntries(
  entries: readonly Entry[],
  tasks: readonly Task[],
  isFreed: (block: Block) => boolean,
): Entry[] {
  const result: (Entry | undefined)[] = [...entries];
  for (const [index, task] of tasks.entries()) {
    const gradient = reluGradientOf(task);
    const made = gradient && makerOf(gradient, index, entries, tasks, isFreed);
    if (made === undefined) continue;
    result[made.index] = made.launch;
    result[index] = undefined;
  }
  return result.filter((entry) => entry !== undefined);
}

function reluGradientOf({ program }: Task): ReluGradient | undefined {
  const [instruction, ...others] = program?.instructions ?? [];
  if (instruction?.operation !== 'reluGrad' || others.length > 0) return undefined;
  const [dy, y] = instruction.operands;
  const { to } = instruction;
  const isWhole = [dy, y].every((operand) => operand?.kind === 'tensor' && operand.dimensions === undefined);
  if (!isWhole || to.kind !== 'tensor') return undefined;
  const [from, given] = [dy, y] as [{ address: number }, { address: number }];
  return { dy: from.address, y: given.address, to: to.address, bytes: 4 * program!.size };
}

/** The command that can make the gradient of the relu at `index` itself, as it then is. */
function makerOf(
  { dy, y, to, bytes }: ReluGradient,
  index: number,
  entries: readonly Entry[],
  tasks: readonly Task[],
  isFreed: (block: Block) => boolean,
): { readonly index: number; readonly launch: Launch } | undefined {
  const block = blockAt(tasks[index]!, dy);
  if (block === undefined || !isFreed(block)) return undefined;
  const [maker, ...readers] = [...tasks.keys()].filter((at) => touches(tasks[at]!, block));
  if (maker === undefined || readers.length !== 1 || readers[0] !== index) return undefined;
  const entry = entries[maker]!;
  const rectifiable = entry.kind === 'command' ? entry.command.rectifiable : undefined;
  if (rectifiable?.to !== dy) return undefined;
  const meanwhile = tasks.slice(maker, index).flatMap(accessesOf);
  const isApart = meanwhile.every(
    (access) =>
      (access.block === block || !overlaps(access, to, bytes)) &&
      !(access.writes && overlaps(access, y, bytes)),
  );
  const command = isApart ? rectifiable.rectified(y, to) : undefined;
  if (command === undefined) return undefined;
  const blocks = addressesOf(command).map(
    (address) => blockAt(tasks[maker]!, address) ?? blockAt(tasks[index]!, address),
  );
  return { index: maker, launch: { kind: 'command', command, blocks } };
}

function touches({ reads, writes }: Task, block: Block): boolean {
  return reads.includes(block) || writes.includes(block);
}

function overlaps({ start, end }: Access, at: number, bytes: number): boolean {
  return start < at + bytes && at < end;
}
