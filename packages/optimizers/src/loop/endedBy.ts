import { DisposedError } from '@neutype/errors';
import type { TrainingControl } from './trainingControl.js';

/** An optimizer that is disposed of while something is waited for ends training, and does not make it fail. */
export function endedBy(control: TrainingControl) {
  return (error: unknown): undefined => {
    if (!(control.isDisposed && error instanceof DisposedError)) throw error;
  };
}
