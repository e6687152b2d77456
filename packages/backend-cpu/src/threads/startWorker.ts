import { nodeBuiltin } from './nodeBuiltin.js';
import { WORKER_SOURCE } from './workerSource.js';

export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly slot: number;
}

export interface StartedWorker {
  terminate(): void;
}

/** Starts a worker that never keeps the process alive; `onExit` is told when it is gone. Undefined where none can be had. */
export type StartWorker = (data: WorkerData, onExit: () => void) => StartedWorker | undefined;

export const startWorker: StartWorker = (data, onExit) => {
  const node = nodeBuiltin<typeof import('node:worker_threads')>('node:worker_threads');
  return node === undefined ? startWebWorker(data, onExit) : startNodeWorker(node, data, onExit);
};

function startNodeWorker(
  { Worker }: typeof import('node:worker_threads'),
  data: WorkerData,
  onExit: () => void,
): StartedWorker {
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    workerData: data,
    execArgv: [],
    name: 'neutype-cpu',
  });
  worker.once('exit', onExit);
  worker.once('error', onExit);
  worker.unref();
  return { terminate: () => void worker.terminate() };
}

function startWebWorker(data: WorkerData, onExit: () => void): StartedWorker | undefined {
  if (typeof Worker === 'undefined' || typeof Blob === 'undefined') return undefined;
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'neutype-cpu' });
  worker.onerror = onExit;
  worker.postMessage(data);
  return {
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(url);
      onExit();
    },
  };
}
