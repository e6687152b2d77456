/**
 * The control block: the words through which threads meet, each on a cache line of its own so that a thread
 * spinning on one does not slow those that write another. `src/threads/control.ts` has the same addresses.
 */
export const GENERATION: usize = 0x10000;
export const OPEN: usize = 0x10040;
export const ACTIVE: usize = 0x10080;
export const PROGRAM: usize = 0x100c0;
export const COUNT: usize = 0x100c4;
export const PROGRESS: usize = 0x10100;
export const WAITING: usize = 0x10140;
export const IDLE: usize = 0x10180;
export const READY: usize = 0x101c0;
export const SCRATCH: usize = 0x10200;
export const SCRATCH_STRIDE: usize = 0x10204;
/** A word that stays 0 and 256 bytes that stay zero, which the compiler cannot know. */
export const NEVER: usize = 0x10240;
export const ZEROS: usize = 0x10300;
/** One line per worker: its first word turns to 1 when the worker must leave; its second is 1 from its start, 2 once it
 * takes part, 0 when it has left; its third counts the items that it took; its fourth is 1 while it is in a program. */
export const SLOTS: usize = 0x11000;
export const SLOT_BYTES: usize = 64;
