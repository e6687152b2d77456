/** Addresses of the control block; `assembly/runtime/control.ts` has the same. */
export const GENERATION = 0x10000;
export const ACTIVE = 0x10080;
export const WAITING = 0x10140;
export const IDLE = 0x10180;
export const READY = 0x101c0;
export const SCRATCH = 0x10200;
export const SCRATCH_STRIDE = 0x10204;
export const SLOTS = 0x11000;
export const SLOT_BYTES = 64;
/** Where the command being launched is written. */
export const COMMAND = 0x18000;
export const COMMAND_WORDS = 256;
/** Everything above belongs to the heap. */
export const HEAP_BASE = 0x20000;
