import type { CodeGenerator } from '../codegen/codeGenerator.js';
import type { SummedProgram } from '../fusion/closingSum.js';
import { fuse } from '../fusion/fuse.js';
import type { Task } from '../fusion/task.js';
import { encodeMap, encodeSums } from '../map/encode.js';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import { addressesOf, type LoggedCommand } from './command.js';
import type { Place } from './hostCall.js';
import type { Entry, Launch } from './recorder.js';
import { rectifiedEntries } from './rectifiedEntries.js';

/** The address of what a kernel does without, such as a bias. */
const NOTHING = 0;

/**
 * What a replay of a recorded step runs: its entries, with gradients of relus in the commands before them where that can be,
 * and chains of element-wise commands as one command each.
 */
export function fusedEntries(recorded: readonly Entry[], arena: Arena, code: CodeGenerator): Entry[] {
  const isFreed = (block: Block) => arena.isFreed(block);
  const entries = rectifiedEntries(recorded, recorded.map(taskOf), isFreed);
  const fused = fuse(entries.map(taskOf), isFreed);
  return fused.flatMap((next): Entry[] => {
    if (typeof next === 'number') return [entries[next]!];
    return 'closed' in next ? summedEntries(next, entries, code) : [entryOf(encodeMap(next, code))];
  });
}

/** One command, or the program and the sums after it. */
function summedEntries(summed: SummedProgram, entries: readonly Entry[], code: CodeGenerator): Entry[] {
  const sums = entries[summed.sum] as Launch;
  const both = encodeSums(summed.closed, summed.summed, sums.command.sum!, code);
  return both === undefined ? [entryOf(encodeMap(summed.program, code)), sums] : [entryOf(both)];
}

function entryOf(command: LoggedCommand): Entry {
  return { kind: 'command', command, blocks: [] };
}

function taskOf(entry: Entry): Task {
  switch (entry.kind) {
    case 'command':
      return taskOfLaunch(entry);
    case 'check':
      return { reads: [entry.block], writes: [] };
    case 'host':
      return { reads: blocksOf(Object.values(entry.inputs)), writes: blocksOf(entry.outputs) };
  }
}

function taskOfLaunch({ command, blocks }: Launch): Task {
  const { program, sum, areInputs } = command;
  const addresses = addressesOf(command);
  const blocksThat = (areRead: boolean) =>
    blocks.filter((_, index) => areInputs[index] === areRead && addresses[index] !== NOTHING);
  return { program, sum, reads: blocksThat(true), writes: blocksThat(false) };
}

function blocksOf(places: readonly (Place | undefined)[]): Block[] {
  return places.flatMap((place) => (place === undefined ? [] : [place.block]));
}
