import type { Runtime } from './runtime.js';

/** One launch of a compiled step. */
export type Piece = (CommandPiece | CallPiece) & {
  /** Whether it changes tensors from outside the step. */
  readonly changes: boolean;
};

/** A command, and where it stands in memory. */
interface CommandPiece {
  readonly address: number;
  readonly isTogether: boolean;
}

interface CallPiece {
  readonly call: () => void;
}

/** What a replay does in one go: commands that stand in memory one after the other, or a call into JavaScript. */
export interface Part {
  readonly run: () => void;
  readonly changes: boolean;
}

/** @param endsWith whether a part ends with the piece of this number, though the next one might be in it too */
export function partsOf(
  pieces: readonly Piece[],
  runtime: Runtime,
  endsWith: (piece: number) => boolean,
): Part[] {
  const parts: Part[] = [];
  let stretch: (CommandPiece & Piece)[] = [];
  const endStretch = () => {
    if (stretch.length > 0) parts.push(commandsOf(stretch, runtime));
    stretch = [];
  };
  for (const [index, piece] of pieces.entries()) {
    if ('call' in piece) {
      endStretch();
      parts.push({ run: piece.call, changes: piece.changes });
    } else {
      stretch.push(piece);
      if (endsWith(index)) endStretch();
    }
  }
  endStretch();
  return parts;
}

function commandsOf(pieces: readonly (CommandPiece & Piece)[], runtime: Runtime): Part {
  const { address } = pieces[0]!;
  const count = pieces.length;
  const together = pieces.some(({ isTogether }) => isTogether);
  return {
    run: () => runtime.runProgram(address, count, together),
    changes: pieces.some(({ changes }) => changes),
  };
}
