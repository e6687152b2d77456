import { StopTraining } from '../signals.js';
import type { TrainingRun } from './trainingRun.js';

type Signal = TrainingRun['settings']['signals'][number];
type Answer = void | Promise<void>;

/** Moves what is trained to another backend. */
export type Move = (backend: string) => Promise<void>;

/**
 * Calls a signal's handler; what it throws to stop training stops it.
 *
 * @param move makes the moves that are asked for while the handler is waited for
 * @returns what the handler wants to be waited for
 */
export function notify(run: TrainingRun, move: Move, handler: () => Answer): Answer {
  try {
    const answer: unknown = handler();
    if (!isPromise(answer)) return undefined;
    const { backendSwitch } = run.control;
    return backendSwitch.performDuring(answer, move).catch((error: unknown) => stopOrThrow(run, error));
  } catch (error) {
    return stopOrThrow(run, error);
  }
}

/** Handlers may return anything: TypeScript lets `(_, record) => list.push(record)` pass, which returns a number. */
function isPromise(answer: unknown): answer is Promise<void> {
  return typeof (answer as Promise<void> | null | undefined)?.then === 'function';
}

/** The same for one handler of every signal, one after the other, each waited for. */
export async function notifyAll(run: TrainingRun, handler: (signal: Signal) => Answer): Promise<void> {
  const move: Move = (backend) => run.updates.moveTo(backend);
  for (const signal of run.settings.signals) {
    const pending = notify(run, move, () => handler(signal));
    if (pending) await pending;
  }
}

function stopOrThrow({ control }: TrainingRun, error: unknown): void {
  if (!(error instanceof StopTraining)) throw error;
  control.stop.raise(error.message);
}
