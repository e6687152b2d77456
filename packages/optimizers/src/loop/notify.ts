import { StopTraining } from '../signals.js';
import type { TrainingRun } from './trainingRun.js';

type Signal = TrainingRun['settings']['signals'][number];
type Answer = void | Promise<void>;

/**
 * Calls a signal's handler; what it throws to stop training stops it.
 *
 * @returns what the handler wants to be waited for
 */
export const notify = (run: TrainingRun, handler: () => Answer): Answer => {
  try {
    const answer: unknown = handler();
    if (isPromise(answer)) return answer.catch((error: unknown) => stopOrThrow(run, error));
  } catch (error) {
    return stopOrThrow(run, error);
  }
};

/** Handlers may return anything: TypeScript lets `(_, record) => list.push(record)` pass, which returns a number. */
const isPromise = (answer: unknown): answer is Promise<void> =>
  typeof (answer as Promise<void> | null | undefined)?.catch === 'function';

/** The same for one handler of every signal, one after the other, each waited for. */
export const notifyAll = async (run: TrainingRun, handler: (signal: Signal) => Answer): Promise<void> => {
  for (const signal of run.settings.signals) {
    const pending = notify(run, () => handler(signal));
    if (pending) await pending;
  }
};

const stopOrThrow = ({ control }: TrainingRun, error: unknown): void => {
  if (!(error instanceof StopTraining)) throw error;
  control.stop.raise(error.message);
};
