import { slotState, waitOutcome } from '../generated/layout.js';
import { slotWord } from './control.js';
import { nodeBuiltin } from './nodeBuiltin.js';

/** The threads of this process on Linux, a folder each. */
const TASKS = '/proc/self/task';

/**
 * Whether the workers that are in a program still live: `lost` when one of them died there, `alive` when all are known to
 * be alive, however slow, and `timedOut` where that cannot be told. A worker says itself when it ends by an error; of one
 * that was ended from outside only Linux knows.
 */
export function livenessOf(words: Int32Array, slots: number): number {
  let answer: number = waitOutcome.alive;
  for (let slot = 1; slot < slots; slot++) {
    if (Atomics.load(words, slotWord(slot, 'state')) === slotState.free) continue;
    if (Atomics.load(words, slotWord(slot, 'inProgram')) === 0) continue;
    if (Atomics.load(words, slotWord(slot, 'ended')) !== 0) return waitOutcome.lost;
    const exists = threadExists(Atomics.load(words, slotWord(slot, 'thread')));
    if (exists === false) return waitOutcome.lost;
    if (exists === undefined) answer = waitOutcome.timedOut;
  }
  return answer;
}

/** Undefined where nobody knows. */
function threadExists(thread: number): boolean | undefined {
  const fs = nodeBuiltin<typeof import('node:fs')>('node:fs');
  if (thread === 0 || !fs?.existsSync(TASKS)) return undefined;
  return fs.existsSync(`${TASKS}/${thread}`);
}
