import { intArgument } from '../runtime/command';

/**
 * Two inputs broadcast against each other: rows of `inner` elements, which each input either walks along or
 * repeats its one element over, under outer dimensions with a stride per input (0 where it repeats).
 */
const OUTER_ARGUMENTS: i32 = 3;

// @ts-ignore: decorator
@lazy
export let offsetA: i32 = 0;
// @ts-ignore: decorator
@lazy
export let offsetB: i32 = 0;

/** Sets `offsetA` and `offsetB` to where row `row` begins. `first` is the argument with the number of outer dimensions. */
export function locateRow(command: usize, first: i32, row: i32): void {
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
