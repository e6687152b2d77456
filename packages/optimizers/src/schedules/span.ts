import { checkCount, checkNumber, OptionError } from '@neutype/errors';
import type { EpochRecord } from '../history.js';
import type { ScheduleMoment, Unit } from './schedule.js';

/** A stretch of training: so many epochs, or so many updates. */
export type Span =
  | { readonly epochs: number; readonly updates?: undefined }
  | { readonly updates: number; readonly epochs?: undefined };

/** A stretch that was checked. */
export interface Stretch {
  readonly unit: Unit;
  readonly length: number;
}

/**
 * @param where what takes the options, for the message: `cosineDecay`
 * @throws OptionError for both units, for neither, or for a length that is none
 */
export function toStretch(where: string, options: Span): Stretch {
  const unit = unitOf(where, options);
  const length = options[unit];
  if (unit === 'updates') checkCount(`${where}, updates`, length);
  else checkNumber(`${where}, epochs`, length, { above: 0 });
  return { unit, length: length as number };
}

/** @throws OptionError unless exactly one of the units is given */
export function unitOf(where: string, { epochs, updates }: { epochs?: unknown; updates?: unknown }): Unit {
  if (epochs !== undefined && updates === undefined) return 'epochs';
  if (updates !== undefined && epochs === undefined) return 'updates';
  throw new OptionError({
    where,
    expected: 'how long, in epochs or in updates',
    received: epochs === undefined ? 'neither' : 'both',
    remedy: 'Write { epochs: 10 } or { updates: 5000 }.',
  });
}

/** How much of training has passed, in a unit. */
export function passedOf({ update, epoch }: ScheduleMoment, unit: Unit): number {
  return unit === 'updates' ? update : epoch;
}

/** Training as seen by what began after a stretch. */
export function momentAfter(moment: ScheduleMoment, { unit, length }: Stretch): ScheduleMoment {
  return unit === 'updates'
    ? { ...moment, update: moment.update - length }
    : { ...moment, epoch: moment.epoch - length };
}

/** Whether an epoch that has just ended began when a stretch was over. */
export function beganAfter(
  { updates }: EpochRecord,
  now: ScheduleMoment,
  { unit, length }: Stretch,
): boolean {
  return (unit === 'updates' ? now.update - updates : now.epoch - 1) >= length;
}
