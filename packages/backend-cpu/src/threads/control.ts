/** Addresses of the control block; `assembly/runtime/control.ts` has the same. */
export const GENERATION = 0x10000;
export const ACTIVE = 0x10080;
export const WAITING = 0x10140;
export const IDLE = 0x10180;
export const READY = 0x101c0;
export const SCRATCH = 0x10200;
export const SCRATCH_STRIDE = 0x10204;
const SLOTS = 0x11000;
/** How many words a slot has. */
export const SLOT_WORDS = 16;
/** Where the command being launched is written. */
export const COMMAND = 0x18000;
export const COMMAND_WORDS = 256;
/** Everything above belongs to the heap. */
export const HEAP_BASE = 0x20000;

/**
 * The words of a worker's slot: whether it must leave, what it is doing, items of work that it has done, whether it is in a
 * program, its thread's number where the operating system tells one, whether its code has ended.
 */
const WORDS = { leave: 0, state: 1, items: 2, inProgram: 3, thread: 4, ended: 5 } as const;

/** What a slot's worker is doing. */
export const FREE = 0;
export const STARTED = 1;
export const TAKES_PART = 2;

/** Index of a word of a slot among all words of the memory. */
export function slotWord(slot: number, word: keyof typeof WORDS): number {
  return SLOTS / 4 + slot * SLOT_WORDS + WORDS[word];
}
