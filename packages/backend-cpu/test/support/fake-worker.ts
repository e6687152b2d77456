import { Worker } from 'node:worker_threads';
import { ACTIVE, GENERATION, READY } from '../../src/threads/control.js';
import type { StartWorker } from '../../src/threads/start-worker.js';

/** Where the address of the running program is, and where a command counts the items taken: `assembly/runtime`. */
export const PROGRAM = 0x100c0;
export const NEXT_ITEM = 16;

/**
 * A worker that enters the first program that it sees and then does what `body` says, in JavaScript, with `load`,
 * `store` and `add` for words of engine memory. It ends there, and nobody tells the pool.
 */
export function fakeWorker(body: string): StartWorker {
  const source = `
    const words = new Int32Array(require('node:worker_threads').workerData.memory.buffer);
    const load = (address) => Atomics.load(words, address / 4);
    const store = (address, value) => {
      Atomics.store(words, address / 4, value);
      Atomics.notify(words, address / 4);
    };
    const add = (address, value) => Atomics.add(words, address / 4, value);
    const seen = load(${GENERATION});
    add(${READY}, 1);
    while (load(${GENERATION}) === seen);
    add(${ACTIVE}, 1);
    ${body}
  `;
  return (data) => {
    const worker = new Worker(source, { eval: true, workerData: data });
    worker.unref();
    return { terminate: () => void worker.terminate() };
  };
}
