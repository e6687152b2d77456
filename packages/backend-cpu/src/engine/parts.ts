import type { ItemRange } from './command.js';
import type { Runtime } from './runtime.js';

/** One launch of a compiled step. */
export type Piece = CommandPiece | CallPiece;

/** A command, and where it stands in memory. */
interface CommandPiece {
  readonly address: number;
  readonly isTogether: boolean;
  readonly items: number;
  /** Whether it changes tensors from outside the step. */
  readonly changes: boolean;
}

interface CallPiece {
  readonly call: () => void;
}

/**
 * What a replay does in one go: commands that stand in memory one after the other, some of the items of one, or a call into
 * JavaScript.
 */
export interface Part {
  readonly run: () => void;
  readonly changes: boolean;
}

/** Where parts end. */
export interface Cuts {
  /** Whether a part ends with the piece of this number, though the next one might be in it too. */
  endsWith(piece: number): boolean;
  /** Of how many parts the piece is to be made up, if it has as many items. */
  partsIn(piece: number): number;
}

export function partsOf(pieces: readonly Piece[], runtime: Runtime, { endsWith, partsIn }: Cuts): Part[] {
  const parts: Part[] = [];
  let stretch: CommandPiece[] = [];
  const endStretch = () => {
    if (stretch.length > 0) parts.push(commandsOf(stretch, runtime));
    stretch = [];
  };
  for (const [index, piece] of pieces.entries()) {
    if ('call' in piece) {
      endStretch();
      parts.push({ run: piece.call, changes: false });
      continue;
    }
    const count = Math.min(partsIn(index), piece.items);
    if (count > 1) {
      endStretch();
      parts.push(...itemsOf(piece, count, runtime));
    } else {
      stretch.push(piece);
      if (endsWith(index)) endStretch();
    }
  }
  endStretch();
  return parts;
}

function commandsOf(pieces: readonly CommandPiece[], runtime: Runtime): Part {
  const { address } = pieces[0]!;
  const count = pieces.length;
  const together = pieces.some(({ isTogether }) => isTogether);
  return {
    run: () => runtime.runProgram(address, count, together),
    changes: pieces.some(({ changes }) => changes),
  };
}

function itemsOf(
  { address, isTogether, items, changes }: CommandPiece,
  count: number,
  runtime: Runtime,
): Part[] {
  const start = (part: number) => Math.floor((items * part) / count);
  return Array.from({ length: count }, (_, part) => {
    const range: ItemRange = { first: start(part), end: start(part + 1) };
    return { run: () => runtime.runItems(address, range, isTogether), changes };
  });
}
