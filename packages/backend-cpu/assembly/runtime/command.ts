import { FLAG_TOGETHER, ITEM_MICROSECONDS_SHIFT } from '../generated/layout';

/**
 * A command is one kernel launch: a header and its arguments, 32-bit words in memory. `src/engine/command.ts`
 * writes them; both sides must agree on this layout.
 */
export const HEADER_BYTES: usize = 24;

/** Items that this thread has taken from the command it is in: what it adds to the command's count when done. */
export let itemsTaken: i32 = 0;

// @ts-ignore: decorator
@inline
export function opcodeOf(command: usize): i32 {
  return load<i32>(command);
}

// @ts-ignore: decorator
@inline
export function itemsOf(command: usize): i32 {
  return load<i32>(command, 4);
}

// @ts-ignore: decorator
@inline
export function isTogether(command: usize): bool {
  return (load<i32>(command, 8) & FLAG_TOGETHER) != 0;
}

/** About how long one item takes, as the launch estimates it. */
// @ts-ignore: decorator
@inline
export function itemMicroseconds(command: usize): i32 {
  return load<i32>(command, 8) >> ITEM_MICROSECONDS_SHIFT;
}

// @ts-ignore: decorator
@inline
export function nextCommand(command: usize): usize {
  return command + load<u32>(command, 12);
}

// @ts-ignore: decorator
@inline
export function resetCounters(command: usize): void {
  atomic.store<i32>(command, 0, 16);
  atomic.store<i32>(command, 0, 20);
}

export function resetItemsTaken(): void {
  itemsTaken = 0;
}

/** Adds this thread's items to those done; true for the thread that completes the command. */
export function complete(command: usize): bool {
  if (itemsTaken == 0) return false;
  return atomic.add<i32>(command, itemsTaken, 20) + itemsTaken == itemsOf(command);
}

/** The next work item of a command, or -1 when all are taken. Every thread that works on it asks until then. */
export function take(command: usize): i32 {
  const item = atomic.add<i32>(command, 1, 16);
  if (item >= itemsOf(command)) return -1;
  itemsTaken++;
  return item;
}

/** Argument `index` as an address. */
// @ts-ignore: decorator
@inline
export function pointerArgument(command: usize, index: usize): usize {
  return load<u32>(command + index * 4, HEADER_BYTES);
}

/** Argument `index` as an integer. */
// @ts-ignore: decorator
@inline
export function intArgument(command: usize, index: usize): i32 {
  return load<i32>(command + index * 4, HEADER_BYTES);
}

/** Argument `index` as a float. */
// @ts-ignore: decorator
@inline
export function floatArgument(command: usize, index: usize): f32 {
  return load<f32>(command + index * 4, HEADER_BYTES);
}

/** Where item `item` of `items` begins when `count` things are split evenly, each share a multiple of `grain`. */
// @ts-ignore: decorator
@inline
export function shareStart(item: i32, items: i32, count: i32, grain: i32): i32 {
  const grains = (count + grain - 1) / grain;
  return min(<i32>((<i64>grains * item) / items) * grain, count);
}
