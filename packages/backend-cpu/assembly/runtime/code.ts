/**
 * Functions that the engine has generated for programs of the kernel `map` (`src/codegen`). Their modules lie in memory one
 * after the other; each thread compiles those that it meets, and has their functions in its own table, in the same order.
 */
import { CODE } from '../generated/layout';

/** Compiles and instantiates the module, and adds its function to the table: where, or 0 if that cannot be done. */
// @ts-ignore: decorator
@external('env', 'link')
declare function link(module: usize, bytes: i32): i32;

let linked: i32 = 0;
let latest: i32 = 0;
let next: usize = CODE;

/** Where generated function `number`, counted from 1, is in this thread's table; 0 if it cannot be compiled. */
export function functionAt(number: i32): i32 {
  for (; linked < number; linked++) {
    const bytes = load<i32>(next);
    const index = link(next + 4, bytes);
    if (index == 0) return 0;
    latest = index;
    next += 4 + ((<usize>bytes + 3) & ~3);
  }
  return latest - (linked - number);
}
