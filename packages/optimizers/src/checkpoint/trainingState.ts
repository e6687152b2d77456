import { NeutypeError } from '@neutype/errors';
import type { Checkpoint } from '@neutype/files';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import type { SourcePosition } from '../data/batchedData.js';
import type { EpochRecord } from '../history.js';
import type { TrainingRun } from '../loop/trainingRun.js';
import type { ScheduleMemory } from '../schedules/schedule.js';
import type { UpdateCounts } from '../update/updater.js';
import { copiesOf } from './copies.js';
import { decoded, encoded } from './encoded.js';
import type { Identity } from './identity.js';
import type { Progress } from './progress.js';

/** The layout of what follows. */
const VERSION = 1;

/** The arrays of a checkpoint beside those of `copiesOf`, and what the names of signals' arrays begin with. */
export const LOSSES = 'history/train';
const WEIGHTS = 'progress/weights';

/** All of a checkpoint that is not in arrays. */
export interface TrainingState {
  readonly version: number;
  readonly identity: Identity;
  readonly seed: number;
  readonly counts: UpdateCounts;
  readonly step: StepState;
  /** The names of parameters that are frozen. */
  readonly frozen: readonly string[];
  readonly epochs: readonly EpochRecord[];
  /** Of the epoch that is not done, if there is one; its `weights` are in an array. */
  readonly progress?: Omit<Progress, 'weights'> | undefined;
  readonly source?: SourcePosition | undefined;
  readonly validation?: SourcePosition | undefined;
  /** Of each signal that remembers something, in the order of the option. */
  readonly signals: readonly { readonly data: unknown }[];
  /** Why there is no use in further updates, where a method has said so. */
  readonly ended?: string | undefined;
}

/** The learning rate, and what it follows. */
export interface StepState {
  readonly value: number;
  /** The schedule as one would write it in code, if there is one. */
  readonly schedule?: string | undefined;
  readonly memory?: ScheduleMemory | undefined;
}

/** Where a run stands, beside what can be read from it. */
export interface Standing {
  readonly progress?: Progress | undefined;
  /** Where the validation data were before they were looked at in vain. */
  readonly validation?: SourcePosition | undefined;
  readonly value?: number | undefined;
}

/** Copies all that a run depends on. */
export async function capture(run: TrainingRun, identity: Identity, standing: Standing): Promise<Checkpoint> {
  const { history, optimizer, settings } = run;
  const { progress, value } = standing;
  const signals = settings.signals.flatMap((signal) => ('memory' in signal ? [signal.memory] : []));
  const tensors = await copiesOf(optimizer);
  tensors.set(LOSSES, doubles(history.train));
  if (progress) tensors.set(WEIGHTS, doubles(progress.weights));
  for (const [index, memory] of signals.entries()) {
    for (const [name, array] of memory?.tensors ?? []) tensors.set(`${prefixOfSignal(index)}${name}`, array);
  }
  const state: TrainingState = {
    version: VERSION,
    identity,
    seed: settings.seed,
    ...positionOf(run, standing),
    signals: signals.map((memory) => ({ data: memory?.data })),
  };
  const label = {
    epoch: history.epochs.length,
    update: optimizer.updatesMade,
    ...(value !== undefined && { value }),
  };
  return { tensors, state: encoded(state), label };
}

function positionOf(run: TrainingRun, { progress, validation }: Standing) {
  const { control, history, optimizer, pace, train, updates, valid } = run;
  return {
    counts: updates.counts,
    step: { value: updates.step, schedule: pace.code, memory: pace.memory },
    frozen: optimizer.network.parameters.flatMap(({ frozen, name }) => (frozen ? [name] : [])),
    epochs: history.epochs,
    progress: progress && { batches: progress.batches, seconds: progress.seconds, stage: progress.stage },
    source: train.position,
    validation: validation ?? valid?.position,
    ended: control.stop.isFinal ? control.stop.message : undefined,
  };
}

/** What the names of a signal's arrays begin with. */
export function prefixOfSignal(index: number): string {
  return `signals/${index}/`;
}

/** Reads what `capture` has written. @throws NeutypeError for what it has not */
export function readState({ state }: Checkpoint, name: string): TrainingState {
  const given = decoded(state) as Partial<TrainingState> | null;
  if (given?.version === VERSION) return given as TrainingState;
  throw new NeutypeError({
    where: name,
    expected: `checkpoints of version ${VERSION}, which this version of Neutype reads`,
    received: given?.version === undefined ? 'one without a version' : `one of version ${given.version}`,
    remedy: 'Resume with the version of Neutype that has written it.',
  });
}

/** How far the epoch had come that was not done. */
export function progressIn({ tensors }: Checkpoint, { progress }: TrainingState): Progress | undefined {
  return progress && { ...progress, weights: Array.from(tensors.get(WEIGHTS)?.data ?? []) };
}

function doubles(values: readonly number[]): NdArray<TypedArray> {
  return new NdArray(Float64Array.from(values), [values.length]);
}
