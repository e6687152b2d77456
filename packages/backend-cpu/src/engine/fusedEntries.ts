import type { CodeGenerator } from '../codegen/codeGenerator.js';
import { fuse } from '../fusion/fuse.js';
import type { Task } from '../fusion/task.js';
import { encodeMap } from '../map/encode.js';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import type { HostCall } from './hostCall.js';
import type { Entry } from './recorder.js';

/** What a replay of a recorded step runs: its entries, with chains of element-wise commands as one command each. */
export function fusedEntries(entries: readonly Entry[], arena: Arena, code: CodeGenerator): Entry[] {
  const fused = fuse(entries.map(taskOf), (block) => arena.isFreed(block));
  return fused.map((next): Entry => {
    if (typeof next === 'number') return entries[next]!;
    return { kind: 'command', command: encodeMap(next, code), blocks: [] };
  });
}

function taskOf(entry: Entry): Task {
  if (entry.kind === 'command') return { program: entry.command.program, blocks: entry.blocks };
  return { blocks: entry.kind === 'check' ? [entry.block] : blocksOf(entry) };
}

function blocksOf({ inputs, outputs }: HostCall): Block[] {
  const places = [...Object.values(inputs), ...outputs];
  return places.flatMap((place) => (place === undefined ? [] : [place.block]));
}
