/**
 * What a worker runs, as text, so that it needs no file: bundlers, jest and eval'd programs all start it alike.
 * It instantiates the engine's module on the shared memory and stays in its loop.
 */
export const workerSource: string = `
'use strict';
const start = ({ module, memory, slot }) => {
  const words = new Int32Array(memory.buffer);
  const outcome = { ok: 0, 'not-equal': 1, 'timed-out': 2 };
  const wait = (address, expected, milliseconds) =>
    outcome[Atomics.wait(words, address >>> 2, expected, milliseconds)];
  const notify = (address) => void Atomics.notify(words, address >>> 2);
  const { exports } = new WebAssembly.Instance(module, { env: { memory, wait, notify } });
  exports.workerLoop(slot);
};
if (typeof WorkerGlobalScope !== 'undefined' && typeof self !== 'undefined') {
  self.onmessage = ({ data }) => { start(data); self.close(); };
} else {
  start(require('node:worker_threads').workerData);
}
`;
