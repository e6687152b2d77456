import { StopTraining } from '../signals.js';
import type { TrainingRun } from './trainingRun.js';

/** Calls a signal's handler; what it throws to stop training stops it. */
export const notify = <Result>({ stop }: TrainingRun, handler: () => Result): Result | undefined => {
  try {
    return handler();
  } catch (error) {
    if (!(error instanceof StopTraining)) throw error;
    stop.raise(error.message);
    return undefined;
  }
};

/** The same for one handler of every signal, one after the other, each waited for. */
export const notifyAll = async (
  run: TrainingRun,
  handler: (signal: TrainingRun['settings']['signals'][number]) => void | Promise<void>,
): Promise<void> => {
  for (const signal of run.settings.signals) {
    try {
      const pending = handler(signal);
      if (pending) await pending;
    } catch (error) {
      if (!(error instanceof StopTraining)) throw error;
      run.stop.raise(error.message);
    }
  }
};
