import { DataError, type NeutypeError, NonFiniteError } from '@neutype/errors';
import { tidy } from '@tensorflow/tfjs-core';
import { checkFinite } from '../data/inspect.js';
import { advice, farthest } from './advice.js';
import type { NotFinite } from './notFinite.js';
import { type BrokenParameter, inspectParameters } from './parameters.js';
import { shortNumber } from './shortNumber.js';
import { type TrainingRun, updatesPerEpoch } from './trainingRun.js';

/** Why a loss is not finite, as far as can be known: data that were changed, or a step that was too large. */
export async function explain(run: TrainingRun, cause: NotFinite): Promise<NeutypeError> {
  const where = whereOf(run, cause);
  const changed = changedData(run, where);
  if (changed) return changed;
  const { broken } = await inspectParameters(run.optimizer.network);
  const penalty = broken ? 0 : await penaltyOf(run);
  if (cause.what !== 'validation' && !Number.isFinite(penalty)) {
    return new NonFiniteError({
      where,
      expected: 'a regularizer that gives a finite number',
      received: String(penalty),
      remedy: 'The parameters are finite, so look at how it computes with them.',
    });
  }
  return new NonFiniteError({
    where,
    expected: 'a finite loss',
    received: `${cause.loss} (${lossBefore(run, cause)})`,
    remedy: remedyFor(run, cause, broken),
  });
}

/** The same where a parameter overflowed in the last update, and no loss was taken since. */
export function explainOverflow(run: TrainingRun, cause: NotFinite, broken: BrokenParameter): NeutypeError {
  return new NonFiniteError({
    where: whereOf(run, cause),
    expected: 'finite parameters',
    received: `${broken.value} in ${broken.name}`,
    remedy: remedyFor(run, cause, broken),
  });
}

function whereOf(run: TrainingRun, { what, place }: NotFinite): string {
  const { epoch, update, batch } = place;
  if (what === 'validation') return `validation after epoch ${epoch}, update ${update}`;
  const unit = run.settings.accumulate === 1 ? 'batch' : 'group of batches';
  const total = updatesPerEpoch(run);
  const batches = total === undefined ? `(${unit} ${batch})` : `(${unit} ${batch} of ${total})`;
  return what === 'batch'
    ? `training stopped in epoch ${epoch}, at update ${update} ${batches}`
    : `training, epoch ${epoch}, after update ${update} ${batches}`;
}

function lossBefore({ history }: TrainingRun, { what }: NotFinite): string {
  const loss = history.train.at(-1);
  if (loss === undefined) return 'there was none before';
  return `the last ${what === 'validation' ? 'training' : 'good'} loss was ${shortNumber(loss)}`;
}

function remedyFor(run: TrainingRun, { what }: NotFinite, broken: BrokenParameter | undefined): string {
  if (broken && run.settings.signals.some(({ restoresWeights }) => restoresWeights)) {
    return `${advice(run)} The network gets back weights from before: ${broken.name} is not finite.`;
  }
  if (broken) {
    return (
      `${advice(run)} Then begin with a new network: ` +
      `${broken.name} of this one now holds values that are not finite.`
    );
  }
  if (what === 'validation' && run.valid?.seen && run.train.seen) {
    const [test, train] = [run.valid.seen, run.train.seen].map(({ inputs }) => farthest(inputs));
    return (
      'The parameters are finite, so look at the validation data: ' +
      `${test?.name} reaches ${shortNumber(test?.value ?? 0)}, ${train?.name} ${shortNumber(train?.value ?? 0)}. ` +
      'Prepare them as the training data.'
    );
  }
  return `${advice(run)} The parameters are still finite.`;
}

/** What the regularizer adds to the loss. */
async function penaltyOf({ optimizer, settings: { regularizer } }: TrainingRun): Promise<number> {
  if (!regularizer) return 0;
  const penalty = tidy(() => regularizer(optimizer.network.parameters));
  const [value] = await penalty.data();
  penalty.dispose();
  return value as number;
}

/** All data were finite when training began. */
function changedData({ train, valid }: TrainingRun, where: string): NeutypeError | undefined {
  for (const pairs of [train.arrays, valid?.arrays]) {
    for (const samples of pairs ? [...pairs.inputs, ...pairs.targets] : []) {
      try {
        checkFinite(samples, `${where}, for ${samples.name} was changed while training`);
      } catch (error) {
        if (error instanceof DataError) return error;
        throw error;
      }
    }
  }
  return undefined;
}
