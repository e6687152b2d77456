import type { Report, Request } from './protocol.js';

/** The page's end of the training worker. */
export interface TrainingClient {
  send(request: Request): void;
  dispose(): void;
}

export function startTrainingWorker(onReport: (report: Report) => void): TrainingClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'neutype-training',
  });
  worker.onmessage = (event: MessageEvent<Report>) => onReport(event.data);
  worker.onerror = (event) =>
    onReport({ type: 'failure', message: event.message || 'The training worker could not start.' });
  return {
    send: (request) => worker.postMessage(request),
    dispose: () => worker.terminate(),
  };
}
