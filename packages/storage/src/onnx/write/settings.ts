import { OptionError, shown } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';

/** A setting of a layer that is a number; `fallback` where it has none. */
export function numberOf(layer: PlacedLayer, name: string, fallback?: number): number {
  const value = layer.settings[name] ?? fallback;
  if (typeof value === 'number') return value;
  throw unknownSetting(layer, name, 'a number');
}

/** The number from which padding is told, if the layer has one. */
export function maskValueOf({ settings }: PlacedLayer): number | undefined {
  const { maskValue } = settings;
  return typeof maskValue === 'number' ? maskValue : undefined;
}

/** Whether a setting of a layer is true. */
export function isSet({ settings }: PlacedLayer, name: string): boolean {
  return settings[name] === true;
}

/** A setting of a layer that is one of these; the first where it has none. */
export function choiceOf<Choice extends string>(
  layer: PlacedLayer,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = layer.settings[name] ?? choices[0];
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw unknownSetting(layer, name, choices.map(shown).join(' or '));
}

/** Whole numbers, one for each of so many axes, of a setting that may be one for all. */
export function countsOf(
  layer: PlacedLayer,
  name: string,
  axes: number,
  fallback?: number,
): readonly number[] {
  const value = layer.settings[name] ?? fallback;
  const list: readonly unknown[] = Array.isArray(value) ? value : new Array(axes).fill(value);
  if (list.length === axes && list.every(Number.isInteger)) return list as readonly number[];
  throw unknownSetting(layer, name, `${axes} whole numbers`);
}

/** Before and after. */
export type Sides = readonly [before: number, after: number];

/** What a setting says of the sides of so many axes. */
export function sidesOf(layer: PlacedLayer, name: string, axes: number): readonly Sides[] {
  const value = layer.settings[name];
  const isOne = axes === 1 && Array.isArray(value) && value.every(Number.isInteger) && value.length === 2;
  const list: readonly unknown[] = Array.isArray(value) && !isOne ? value : new Array(axes).fill(value);
  if (list.length !== axes) throw unknownSetting(layer, name, `the sides of ${axes} axes`);
  return list.map((sides): Sides => {
    if (typeof sides === 'number') return [sides, sides];
    if (Array.isArray(sides) && sides.length === 2 && sides.every(Number.isInteger))
      return sides as unknown as Sides;
    throw unknownSetting(layer, name, 'numbers from 0, or [before, after]');
  });
}

/** For a setting that is not what it should be. */
export function unknownSetting(
  { name, settings }: PlacedLayer,
  setting: string,
  expected: string,
): OptionError {
  return new OptionError({
    where: `onnx, layer ${name}, ${setting}`,
    expected,
    received: shown(settings[setting]),
  });
}
