import { Worker } from 'node:worker_threads';
import {
  ACTIVE,
  GENERATION,
  HEADER_WORDS,
  headerWords,
  READY,
  SLOT_WORDS,
  slotState,
} from '../../src/generated/layout.js';
import { slotWord } from '../../src/threads/control.js';
import type { StartWorker } from '../../src/threads/startWorker.js';

/** Where a command counts the items taken. */
export const NEXT_ITEM: number = 4 * headerWords.taken;
/** Where a command counts the items done, and where its first argument is. */
export const DONE_ITEMS: number = 4 * headerWords.done;
export const FIRST_ARGUMENT: number = 4 * HEADER_WORDS;

/**
 * A worker that enters the first program that it sees and then does what `body` says, in JavaScript, with `load`,
 * `store` and `add` for words of engine memory. It ends there, and nobody tells the pool but the operating system.
 */
export function fakeWorker(body: string): StartWorker {
  const source = `
    const { memory, slot } = require('node:worker_threads').workerData;
    const words = new Int32Array(memory.buffer);
    const load = (address) => Atomics.load(words, address / 4);
    const store = (address, value) => {
      Atomics.store(words, address / 4, value);
      Atomics.notify(words, address / 4);
    };
    const add = (address, value) => Atomics.add(words, address / 4, value);
    const slotStart = slot * ${SLOT_WORDS};
    try {
      const thread = require('node:fs').readlinkSync('/proc/thread-self').split('/').pop();
      Atomics.store(words, ${slotWord(0, 'thread')} + slotStart, Number(thread));
    } catch {
      // Not on Linux: the engine waits for a minute then.
    }
    Atomics.store(words, ${slotWord(0, 'state')} + slotStart, ${slotState.takesPart});
    const leave = () => {
      add(${ACTIVE}, -1);
      Atomics.store(words, ${slotWord(0, 'inProgram')} + slotStart, 0);
    };
    const seen = load(${GENERATION});
    add(${READY}, 1);
    while (load(${GENERATION}) === seen);
    Atomics.store(words, ${slotWord(0, 'inProgram')} + slotStart, 1);
    add(${ACTIVE}, 1);
    ${body}
  `;
  return (data) => {
    const worker = new Worker(source, { eval: true, workerData: data });
    worker.unref();
    return { terminate: () => void worker.terminate() };
  };
}
