import { OptionError, ShapeError } from '@neutype/core';
import { formatBatchShape, type Shape, shownShape } from '../shape.js';

/**
 * Something for each axis of a sample but the last one, its channels: rows and columns of `[height, width, channels]`, time
 * of `[time, features]`. One value is for all of them.
 */
export type ForInnerAxes<Value> = Value | readonly Value[];

/** What each inner axis of a sample gets, of an option that was checked. */
export function forInnerAxes<Value>(
  value: ForInnerAxes<Value>,
  inputShape: Shape,
  where: string,
): readonly Value[] {
  const count = inputShape.length - 1;
  if (count < 1) {
    throw new ShapeError({
      where: `layer ${where}`,
      expected: 'images [?, height, width, channels] or sequences [?, time, features]',
      received: formatBatchShape(inputShape),
      remedy: 'Put a reshape that gives the axes before it.',
    });
  }
  if (!isList(value)) return new Array<Value>(count).fill(value);
  if (value.length === count) return value;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `samples of ${value.length + 1} axes, for ${shownAxes(value)} says what ${value.length} of them get and the last stays`,
    received: formatBatchShape(inputShape),
  });
}

/** Refuses what is neither one value nor a list of them. */
export function checkForInnerAxes(
  where: string,
  value: unknown,
  isValue: (one: unknown) => boolean,
  expected: string,
  remedy: string,
): void {
  if (isValue(value)) return;
  if (isList(value) && value.length > 0 && value.every(isValue)) return;
  throw new OptionError({ where, expected, received: shownAxes(value), remedy });
}

/** As it was written: `[[1, 0], 2]`. */
export function shownAxes(value: unknown): string {
  return isList(value) ? `[${value.map(shownShape).join(', ')}]` : shownShape(value);
}

function isList<Value>(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** How much is added to or cut off an axis: one number for both of its sides, or the first and the second. */
export type Sides = number | readonly [before: number, after: number];

/** Refuses what says nothing of the sides of axes. */
export function checkSides(where: string, value: unknown, remedy: string): void {
  checkForInnerAxes(
    where,
    value,
    isSides,
    'a whole number from 0, or a list that has for each axis but the last a number or [before, after]',
    remedy,
  );
}

/** Whether it says how much is on the sides of one axis. */
export function isSides(value: unknown): boolean {
  return isAmount(value) || (Array.isArray(value) && value.length === 2 && value.every(isAmount));
}

function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Before and after, of each inner axis. */
export function sidesOf(
  value: ForInnerAxes<Sides>,
  inputShape: Shape,
  where: string,
): readonly (readonly [before: number, after: number])[] {
  return forInnerAxes(value, inputShape, where).map((sides) =>
    typeof sides === 'number' ? [sides, sides] : sides,
  );
}
