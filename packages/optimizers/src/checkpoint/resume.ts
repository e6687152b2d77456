import { OptionError } from '@neutype/errors';
import type { Checkpoint } from '@neutype/files';
import { tagged } from '../log/messages.js';
import type { TrainingRun } from '../loop/trainingRun.js';
import { namesOfState, withoutMethod, withoutPrefix, writeCopies } from './copies.js';
import { differencesBetween, FROZEN, type Identity, SIGNALS } from './identity.js';
import type { Progress } from './progress.js';
import { LOSSES, prefixOfSignal, progressIn, type TrainingState } from './trainingState.js';

/** A checkpoint, and what was read from it. */
export interface Found {
  readonly checkpoint: Checkpoint;
  readonly state: TrainingState;
  /** What the place is called where it was. */
  readonly name: string;
  /** Whether it is of another training, and it is forced to be gone on with. */
  readonly isOther: boolean;
  /** What the training is of that goes on from it. */
  readonly here: Identity;
}

/** Where the learning rate is. */
const STEP = 'option step';

/** At most so many differences are told. */
const TOLD = 10;

/**
 * Compares the training that a checkpoint is of with the one that is to go on from it.
 *
 * @param isFresh whether no update was made here yet: only then are parameters frozen as the user wants it at first
 * @returns what differs, in words
 */
export function differencesOf(
  { state }: Pick<Found, 'state'>,
  here: Identity,
  isFresh: boolean,
): readonly string[] {
  const frozen = isFresh ? {} : { [FROZEN]: state.identity[FROZEN] ?? '' };
  return differencesBetween(state.identity, { ...here, ...frozen });
}

/** The error of a resume of another training. */
export function otherTraining(name: string, differences: readonly string[]): OptionError {
  const more = differences.length - TOLD;
  return new OptionError({
    where: 'train, option resume',
    expected: `the training that ${name} has a checkpoint of`,
    received: `another one. ${differences.slice(0, TOLD).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    remedy: "Train as it was trained, or name another place for checkpoints, or write resume: 'force'.",
  });
}

/**
 * Brings a run to where a checkpoint was taken.
 *
 * @returns how far the epoch has come that is to be gone on with, if there is one
 */
export function restore(
  run: Omit<TrainingRun, 'epochs'>,
  { checkpoint, isOther, state }: Found,
): Progress | undefined {
  const { history, maskKey, optimizer, train, updates, valid } = run;
  updates.restore({ counts: state.counts, names: namesOfState(checkpoint.tensors), maskKey });
  writeCopies(optimizer, isOther ? withoutMethod(checkpoint.tensors) : checkpoint.tensors);
  history.restore(checkpoint.tensors.get(LOSSES)?.data ?? [], state.epochs);
  if (state.source) train.position = state.source;
  if (state.validation && valid) valid.position = state.validation;
  return progressIn(checkpoint, state);
}

/**
 * What signals may have changed as training began is brought back, and they get their memories.
 *
 * @throws OptionError for a schedule that was set while training
 */
export function restoreBegun(run: TrainingRun, found: Found): void {
  const { state } = found;
  const { control, optimizer } = run;
  for (const parameter of optimizer.network.parameters) {
    if (parameter.trainable || parameter.frozen) parameter.trainable = !state.frozen.includes(parameter.name);
  }
  restoreStep(run, found);
  if (agrees(found, SIGNALS)) restoreSignals(run, found);
  if (state.ended !== undefined && !found.isOther) control.stop.raise(state.ended, { isFinal: true });
}

function restoreSignals({ settings }: TrainingRun, { checkpoint, state }: Found): void {
  const remembering = settings.signals.filter((signal) => 'memory' in signal);
  for (const [index, signal] of remembering.entries()) {
    const memory = state.signals[index];
    const tensors = withoutPrefix(checkpoint.tensors, prefixOfSignal(index));
    if (memory?.data !== undefined) signal.memory = { data: memory.data, tensors };
  }
}

/** A schedule that was set on the way cannot be made again of its text. */
function restoreStep({ pace, settings, updates }: TrainingRun, found: Found): void {
  const { isOther, name, state } = found;
  if (!agrees(found, STEP)) return;
  const { value, schedule, memory } = state.step;
  const now = { update: updates.made, epoch: state.epochs.length };
  if (schedule === undefined) pace.follow(value, now);
  else if (pace.code !== schedule) pace.follow(settings.step, now);
  if (pace.code !== schedule && !isOther) throw otherSchedule(name, schedule as string);
  if (pace.code === schedule) pace.memory = memory;
  updates.step = value;
}

/** Whether both trainings have the same there. */
function agrees({ here, state }: Found, name: string): boolean {
  return state.identity[name] === here[name];
}

function otherSchedule(name: string, schedule: string): OptionError {
  return new OptionError({
    where: 'train, option resume',
    expected: `the schedule that training followed in ${name}, ${schedule}, which was set while it trained`,
    received: 'another one',
    remedy: `Write optimizer.step = ${schedule} before train.`,
  });
}

/** Tells the log where a run goes on from. */
export function printResumed(
  { history, settings, updates }: Omit<TrainingRun, 'epochs'>,
  { name }: Found,
): void {
  if (!settings.verbose) return;
  const [epochs, made] = [history.epochs.length, updates.made];
  const text = `Resumed from ${name}: ${epochs} epochs and ${made} updates were made before`;
  settings.reporter.print(tagged('TRAIN', text, settings.reporter.color));
}

/** How many epochs are left of so many in total. Tells where there are none. */
export function epochsLeft(
  { history, settings }: Pick<TrainingRun, 'history' | 'settings'>,
  total: number,
): number {
  const made = history.epochs.length;
  if (made >= total) {
    const epochs = made === 1 ? 'its one epoch is' : `its ${made} epochs are`;
    settings.reporter.warn(`There is nothing left to train: ${epochs} done, and option epochs is ${total}.`);
  }
  return Math.max(0, total - made);
}
