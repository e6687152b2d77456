import type { Report, Request } from '../../shared/protocol.js';

/** The page's end of the training worker, which is started with the first request, and anew after it was lost. */
export class TrainingClient {
  readonly #onReport: (report: Report) => void;
  readonly #onLoss: (reason: string) => void;
  #worker: Worker | undefined;

  /** @param onLoss told when the worker could not start, or ended by a fault of its own */
  constructor(onReport: (report: Report) => void, onLoss: (reason: string) => void) {
    this.#onReport = onReport;
    this.#onLoss = onLoss;
  }

  send(request: Request): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
  }

  #start(): Worker {
    const worker =
      takeStarted() ??
      new Worker(new URL('../../worker/worker.ts', import.meta.url), {
        type: 'module',
        name: 'neutype-training',
      });
    worker.onmessage = (event: MessageEvent<Report>) => this.#onReport(event.data);
    worker.onmessageerror = () => this.#lose(worker, 'The training worker sent what cannot be read.');
    worker.onerror = (event) => {
      event.preventDefault();
      const ended = event.message && `The training worker ended: ${event.message}`;
      this.#lose(
        worker,
        ended || 'The training worker could not be loaded. Check the connection, then try again.',
      );
    };
    return worker;
  }

  #lose(worker: Worker, reason: string): void {
    worker.terminate();
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#onLoss(reason);
  }
}

/** The worker that the page's first lines have started, once. */
function takeStarted(): Worker | undefined {
  const page = globalThis as { neutypeWorker?: Worker | undefined };
  const worker = page.neutypeWorker;
  page.neutypeWorker = undefined;
  return worker;
}
