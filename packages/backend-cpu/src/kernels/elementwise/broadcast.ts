import { backend_util } from '@tensorflow/tfjs-core';
import type { CommandWriter } from '../../engine/command.js';

interface Dimension {
  length: number;
  /** Elements from one index to the next; 0 where the input repeats. */
  strideA: number;
  strideB: number;
}

/** Two shapes broadcast against each other, with dimensions joined wherever both inputs walk them in one go. */
export interface Broadcast {
  readonly shape: number[];
  readonly rows: number;
  readonly inner: number;
  readonly walksA: boolean;
  readonly walksB: boolean;
  readonly outer: readonly Dimension[];
  /** Into how many parts each row is shared, and how many items that makes. */
  readonly parts: number;
  readonly items: number;
}

const ELEMENTS_PER_ITEM = 16_384;
/** What a command has room for. */
const MOST_OUTER_DIMENSIONS = 6;

/** Undefined where there are more separate dimensions than a command has room for. */
export function planBroadcast(a: number[], b: number[]): Broadcast | undefined {
  const shape = backend_util.assertAndGetBroadcastShape(a, b);
  const [innermost = { length: 1, strideA: 1, strideB: 1 }, ...others] = joinedDimensions(shape, a, b);
  if (others.length > MOST_OUTER_DIMENSIONS) return undefined;
  const inner = innermost.length;
  const rows = others.reduce((product, { length }) => product * length, 1);
  const parts = Math.max(1, Math.ceil(inner / ELEMENTS_PER_ITEM));
  const shares = parts > 1 ? rows : Math.min(rows, Math.ceil((rows * inner) / ELEMENTS_PER_ITEM));
  return {
    shape,
    rows,
    inner,
    walksA: innermost.strideA === 1,
    walksB: innermost.strideB === 1,
    outer: others.reverse(),
    parts,
    items: Math.max(1, shares * parts),
  };
}

/** Innermost first. */
function joinedDimensions(shape: number[], a: number[], b: number[]): Dimension[] {
  const dimensions: Dimension[] = [];
  let sizeA = 1;
  let sizeB = 1;
  for (let back = 1; back <= shape.length; back++) {
    const length = shape.at(-back)!;
    const lengthA = back <= a.length ? a.at(-back)! : 1;
    const lengthB = back <= b.length ? b.at(-back)! : 1;
    const dimension = { length, strideA: lengthA === 1 ? 0 : sizeA, strideB: lengthB === 1 ? 0 : sizeB };
    sizeA *= lengthA;
    sizeB *= lengthB;
    if (length !== 1) join(dimensions, dimension);
  }
  return dimensions;
}

function join(dimensions: Dimension[], next: Dimension): void {
  const last = dimensions.at(-1);
  const inOneGo =
    last !== undefined &&
    next.strideA === last.strideA * last.length &&
    next.strideB === last.strideB * last.length;
  if (inOneGo) last.length *= next.length;
  else dimensions.push(next);
}

/** The arguments that `locateRow` reads. */
export function writeOuter(command: CommandWriter, { outer }: Broadcast): CommandWriter {
  command.int(outer.length);
  for (const { length, strideA, strideB } of outer) command.int(length).int(strideA).int(strideB);
  return command;
}
