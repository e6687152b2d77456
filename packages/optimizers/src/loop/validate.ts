import { DisposedError } from '@neutype/errors';
import { CollectedOutputs } from './collectedOutputs.js';
import { evaluate } from './evaluate.js';
import { measured } from './measured.js';
import { NotFinite } from './notFinite.js';
import type { TrainingRun } from './trainingRun.js';

/** What an epoch is judged by, as far as it is known. */
export interface Judgement {
  valid?: number;
  metrics?: Readonly<Record<string, number>>;
}

/**
 * Takes the loss of the validation data, and the metrics, which are those of the training data where there are no others.
 *
 * @param judgement where they are noted as soon as they are known
 */
export async function validate(run: TrainingRun, epoch: number, judgement: Judgement): Promise<void> {
  const { breath, control, history, settings, train, updates, valid } = run;
  const { metrics } = run;
  const data = valid ?? (metrics.length > 0 ? train : undefined);
  if (!data || control.isDisposed) return;
  const collected = metrics.length > 0 ? new CollectedOutputs() : undefined;
  const { loss: lossAlone, lossAndOutput } =
    (settings.average?.inValidation && updates.averaged) || updates.evaluation;
  const runs = collected ? lossAndOutput : lossAlone;
  try {
    const loss = await evaluate(runs, data, epoch, { breath, stop: control.stop, collected });
    if (loss === undefined) return;
    if (valid && !Number.isFinite(loss)) {
      throw new NotFinite('validation', loss, { epoch, update: history.train.length });
    }
    if (valid) judgement.valid = loss;
    if (collected) judgement.metrics = measured(metrics, collected);
  } catch (error) {
    // An optimizer that is disposed of while it validates ends training, and does not make it fail.
    if (!(control.isDisposed && error instanceof DisposedError)) throw error;
  }
}
