import { FREE, slotWord } from './control.js';
import { nodeBuiltin } from './node-builtin.js';

/** What a wait answers when time is up: `assembly/runtime/threads.ts` has the same. */
export const TIMED_OUT = 2;
const LOST = 3;
const ALIVE = 4;

/** The threads of this process on Linux, a folder each. */
const TASKS = '/proc/self/task';

/**
 * Whether the workers that are in a program still live: `LOST` when one of them died there, `ALIVE` when all are known to
 * be alive, however slow, and `TIMED_OUT` where that cannot be told. A worker says itself when it ends by an error; of one
 * that was ended from outside only Linux knows.
 */
export function livenessOf(words: Int32Array, slots: number): number {
  let answer = ALIVE;
  for (let slot = 1; slot < slots; slot++) {
    if (Atomics.load(words, slotWord(slot, 'state')) === FREE) continue;
    if (Atomics.load(words, slotWord(slot, 'inProgram')) === 0) continue;
    if (Atomics.load(words, slotWord(slot, 'ended')) !== 0) return LOST;
    const exists = threadExists(Atomics.load(words, slotWord(slot, 'thread')));
    if (exists === false) return LOST;
    if (exists === undefined) answer = TIMED_OUT;
  }
  return answer;
}

/** Undefined where nobody knows. */
function threadExists(thread: number): boolean | undefined {
  const fs = nodeBuiltin<typeof import('node:fs')>('node:fs');
  if (thread === 0 || !fs?.existsSync(TASKS)) return undefined;
  return fs.existsSync(`${TASKS}/${thread}`);
}
