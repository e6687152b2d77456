import { checkpointPage } from './checkpointPage.js';
import { type ContractRun, runContract } from './runContract.js';

/** What the tests call from outside. */
export interface ContractPage {
  onPage(backend: string, leakSteps: number): Promise<ContractRun>;
  inWorker(backend: string, leakSteps: number): Promise<ContractRun>;
}

const contractPage: ContractPage = {
  onPage: runContract,
  inWorker: (backend, leakSteps) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<ContractRun>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ backend, leakSteps });
    }),
};

Object.assign(globalThis, { checkpointPage, contractPage });
