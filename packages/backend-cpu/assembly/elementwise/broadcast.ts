import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/**
 * Two inputs broadcast against each other: rows of `inner` elements, which each input either walks along or
 * repeats its one element over, under outer dimensions with a stride per input (0 where it repeats).
 */
const OUTER_ARGUMENTS: i32 = 3;

// @ts-ignore: decorator
@lazy
let offsetA: i32 = 0;
// @ts-ignore: decorator
@lazy
let offsetB: i32 = 0;

/**
 * Takes items of a command and has `Rows` do each row, or part of one, that they hold. Arguments: operation, a, b, y,
 * alpha, rows, inner, walks a, walks b, parts of a row, the number of outer dimensions and three numbers for each.
 */
export function mapRows<Rows>(command: usize): void {
  const work = changetype<Rows>(0);
  const a = pointerArgument(command, 1);
  const b = pointerArgument(command, 2);
  const y = pointerArgument(command, 3);
  const rows = intArgument(command, 5);
  const inner = intArgument(command, 6);
  const walksA = intArgument(command, 7);
  const walksB = intArgument(command, 8);
  const parts = intArgument(command, 9);
  const shares = itemsOf(command) / parts;
  for (let item = take(command); item >= 0; item = take(command)) {
    const share = item / parts;
    const part = item - share * parts;
    const start = shareStart(part, parts, inner, 16);
    const count = shareStart(part + 1, parts, inner, 16) - start;
    const last = shareStart(share + 1, shares, rows, 1);
    for (let row = shareStart(share, shares, rows, 1); row < last; row++) {
      locateRow(command, row);
      const fromA = a + (<usize>(offsetA + start * walksA) << 2);
      const fromB = b + (<usize>(offsetB + start * walksB) << 2);
      // @ts-ignore: every kind of rows has `run`
      work.run(command, fromA, fromB, y, row * inner + start, count, walksA, walksB);
    }
  }
}

/** Sets `offsetA` and `offsetB` to where row `row` begins. */
function locateRow(command: usize, row: i32): void {
  const first = 10;
  let a = 0;
  let b = 0;
  let rest = row;
  for (let dimension = intArgument(command, first) - 1; dimension >= 0; dimension--) {
    const at = first + 1 + dimension * OUTER_ARGUMENTS;
    const length = intArgument(command, at);
    const above = rest / length;
    const index = rest - above * length;
    a += index * intArgument(command, at + 1);
    b += index * intArgument(command, at + 2);
    rest = above;
  }
  offsetA = a;
  offsetB = b;
}
