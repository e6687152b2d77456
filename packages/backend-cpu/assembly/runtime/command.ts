import { FLAG_TOGETHER, ITEM_MICROSECONDS_SHIFT } from '../generated/layout';

/** Items that this thread has taken from the command it is in: what it adds to the command's count when done. */
export let itemsTaken: i32 = 0;

export function resetItemsTaken(): void {
  itemsTaken = 0;
}

/**
 * A command is one kernel launch, 32-bit words in memory: this header, and the kernel's arguments. Each kernel declares
 * them as a class that extends this one; from it the build writes the launcher (`src/generated/launch.ts`).
 */
// @ts-ignore: decorator
@unmanaged
export class Command {
  opcode: i32;
  items: i32;
  flags: i32;
  /** Of the whole command: where the next one begins. */
  bytes: i32;
  /** The items that are done in one go: all of them, or a range where the program is interrupted within the command. */
  first: i32;
  end: i32;
  /** Two words that threads count in. */
  taken: i32;
  done: i32;

  // @ts-ignore: decorator
  @inline get isTogether(): bool { return (this.flags & FLAG_TOGETHER) != 0; }

  /** About how long one item takes, as the launch estimates it. */
  // @ts-ignore: decorator
  @inline get itemMicroseconds(): i32 { return this.flags >> ITEM_MICROSECONDS_SHIFT; }

  // @ts-ignore: decorator
  @inline get next(): Command { return changetype<Command>(changetype<usize>(this) + this.bytes); }

  // @ts-ignore: decorator
  @inline get itemsDone(): i32 { return atomic.load<i32>(changetype<usize>(this), offsetof<Command>('done')); }

  // @ts-ignore: decorator
  @inline resetCounters(): void {
    atomic.store<i32>(changetype<usize>(this), this.first, offsetof<Command>('taken'));
    atomic.store<i32>(changetype<usize>(this), this.first, offsetof<Command>('done'));
  }

  /** The next work item, or -1 when all are taken. Every thread that works on the command asks until then. */
  take(): i32 {
    const item = atomic.add<i32>(changetype<usize>(this), 1, offsetof<Command>('taken'));
    if (item >= this.end) return -1;
    itemsTaken++;
    return item;
  }

  /** Adds this thread's items to those done; true for the thread that completes the command. */
  complete(): bool {
    if (itemsTaken == 0) return false;
    return atomic.add<i32>(changetype<usize>(this), itemsTaken, offsetof<Command>('done')) + itemsTaken == this.end;
  }
}

/** The address of what a kernel only reads; of type `usize` is one that it may write. */
export type Input = usize;

/** A yes or no among a kernel's arguments. */
export type Flag = i32;

/** The last of a kernel's arguments: how many records of a class follow. */
export type Tail<T> = i32;

/** Record `index` of the tail of a command of class C. */
// @ts-ignore: decorator
@inline
export function inTail<C, T>(command: C, index: i32): T {
  return changetype<T>(changetype<usize>(command) + offsetof<C>() + <usize>index * offsetof<T>());
}

/** Where item `item` of `items` begins when `count` things are split evenly, each share a multiple of `grain`. */
// @ts-ignore: decorator
@inline
export function shareStart(item: i32, items: i32, count: i32, grain: i32): i32 {
  const grains = (count + grain - 1) / grain;
  return min(<i32>((<i64>grains * item) / items) * grain, count);
}
