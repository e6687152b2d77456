import type { EpochSummary } from '../../shared/protocol.js';
import type { Settings } from '../../shared/settings.js';
import type { LossCurve } from './lossCurve.js';

/** An epoch of a run, numbered on where a run was trained on. */
export interface RunEpoch extends EpochSummary {
  /** Its number in the training that it is of, which goes back to 1 where the run is trained on. */
  readonly epochOfTraining: number;
  /** Where it ended, in epochs: not at its number where training was stopped in the middle of one. */
  readonly end: number;
}

/** How many of some validation digits were right in the midst of an epoch, from 0 to 1. */
export interface Glance {
  readonly at: number;
  readonly accuracy: number;
}

/** A network's training, from its first update on. */
export interface Run {
  readonly settings: Settings;
  readonly parameterCount: number | undefined;
  /** Grows in place; each change of it wraps the run anew. */
  readonly losses: LossCurve;
  readonly glances: readonly Glance[];
  readonly epochs: readonly RunEpoch[];
  /** How many epochs it is to have. */
  readonly planned: number;
}

/** The share of validation digits that a run got right last; `undefined` before anything is known of it. */
export function lastAccuracy({ epochs: done, glances }: Run): number | undefined {
  const epoch = done.at(-1);
  const glance = glances.at(-1);
  return glance && (!epoch || glance.at > epoch.end) ? glance.accuracy : epoch?.accuracy;
}

export function bestAccuracy({ epochs: done }: Run): number | undefined {
  return done.length === 0 ? undefined : Math.max(...done.map(({ accuracy }) => accuracy));
}

export function secondsOf({ epochs: done }: Run): number {
  return done.reduce((sum, { seconds }) => sum + seconds, 0);
}
