import { SLOT_WORDS, waitOutcome } from '../generated/layout.js';
import { slotWord } from './control.js';

/**
 * What a worker runs, as text, so that it needs no file: bundlers, jest and eval'd programs all start it alike.
 * It instantiates the engine's module on the shared memory and stays in its loop.
 */
export const WORKER_SOURCE: string = `
'use strict';
/** The number of this thread, where the operating system tells one. */
const thread = () => {
  try {
    return Number(require('node:fs').readlinkSync('/proc/thread-self').split('/').pop());
  } catch {
    return 0;
  }
};
const start = ({ module, memory, slot }) => {
  const words = new Int32Array(memory.buffer);
  const [threadWord, endedWord] = [${slotWord(0, 'thread')}, ${slotWord(0, 'ended')}].map((word) => word + slot * ${SLOT_WORDS});
  const outcome = { ok: ${waitOutcome.ok}, 'not-equal': ${waitOutcome.notEqual}, 'timed-out': ${waitOutcome.timedOut} };
  const wait = (address, expected, milliseconds) =>
    outcome[Atomics.wait(words, address >>> 2, expected, milliseconds)];
  let engine;
  const notify = (address) => void Atomics.notify(words, address >>> 2);
  const link = (address, bytes) => {
    try {
      const module = new WebAssembly.Module(new Uint8Array(memory.buffer, address, bytes).slice());
      return engine.table.grow(1, new WebAssembly.Instance(module, { env: { memory } }).exports.run);
    } catch {
      return 0;
    }
  };
  Atomics.store(words, threadWord, thread());
  try {
    engine = new WebAssembly.Instance(module, { env: { memory, wait, notify, link } }).exports;
    engine.workerLoop(slot);
  } finally {
    Atomics.store(words, endedWord, 1);
  }
};
if (typeof WorkerGlobalScope !== 'undefined' && typeof self !== 'undefined') {
  self.onmessage = ({ data }) => { start(data); self.close(); };
} else {
  start(require('node:worker_threads').workerData);
}
`;
