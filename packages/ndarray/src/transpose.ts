import type { TypedArray } from './dtype.js';
import { sizeOf } from './shape.js';

/** An axis of the result: how long it is, and how far its places lie apart. */
interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Rows and columns that are copied at a time: both of their sides stay in the cache. */
const TILE = 32;

/** Copies `source`, of this shape, with its axes in this order. */
export function copyTransposed(
  source: TypedArray,
  shape: readonly number[],
  order: readonly number[],
  target: TypedArray,
): void {
  if (target.length === 0) return;
  const axes = joined(order.map((axis, at) => axisOf(shape, order, axis, at)));
  const columns = axes.find(({ to }) => to === 1);
  const rows = axes.find(({ from }) => from === 1);
  if (columns === undefined || rows === undefined) {
    target[0] = source[0]!;
    return;
  }
  const others = axes.filter((axis) => axis !== rows && axis !== columns);
  const copy = rows === columns ? copyRun(rows) : copyTiles(rows, columns);
  overAll(others, 0, 0, (from, to) => copy(source, from, target, to));
}

function axisOf(shape: readonly number[], order: readonly number[], axis: number, at: number): Axis {
  return {
    size: shape[axis]!,
    from: sizeOf(shape.slice(axis + 1)),
    to: sizeOf(order.slice(at + 1).map((later) => shape[later]!)),
  };
}

/** Without axes of a single place, and with those as one that stay one behind another. */
function joined(axes: readonly Axis[]): readonly Axis[] {
  const result: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const before = result.at(-1);
    if (before?.from === axis.size * axis.from) {
      result[result.length - 1] = { ...axis, size: before.size * axis.size };
    } else result.push(axis);
  }
  return result;
}

type Copy = (source: TypedArray, from: number, target: TypedArray, to: number) => void;

/** What lies side by side on both sides. */
function copyRun({ size }: Axis): Copy {
  return (source, from, target, to) => {
    for (let at = 0; at < size; at++) target[to + at] = source[from + at]!;
  };
}

/** A matrix, whose rows lie side by side in the source and whose columns do in the target. */
function copyTiles(rows: Axis, columns: Axis): Copy {
  return (source, from, target, to) => {
    for (let row = 0; row < rows.size; row += TILE) {
      const rowEnd = Math.min(row + TILE, rows.size);
      for (let column = 0; column < columns.size; column += TILE) {
        const columnEnd = Math.min(column + TILE, columns.size);
        for (let i = row; i < rowEnd; i++) {
          for (let j = column; j < columnEnd; j++) {
            target[to + i * rows.to + j] = source[from + j * columns.from + i]!;
          }
        }
      }
    }
  };
}

function overAll(
  [axis, ...others]: readonly Axis[],
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  if (axis === undefined) {
    visit(from, to);
    return;
  }
  for (let at = 0; at < axis.size; at++) overAll(others, from + at * axis.from, to + at * axis.to, visit);
}
