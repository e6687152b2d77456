import type { Shape } from '@neutype/layers';
import type { Flow, Given, KerasWriter, Weights } from './kerasWriter.js';

/** The only input. */
export function inputOf({ inputs }: Given): Flow {
  return inputs[0] as Flow;
}

/** The same values, in the layer that tfjs has for doing nothing. */
export function unchanged(given: Given, writer: KerasWriter): Flow {
  const input = inputOf(given);
  return writer.add('Activation', { activation: 'linear' }, input, input.shape);
}

export function reshaped(writer: KerasWriter, input: Flow, shape: Shape): Flow {
  return writer.add('Reshape', { target_shape: shape }, input, shape);
}

/** A sequence as an image of one row: tfjs has many layers for images alone. */
export function asImage(writer: KerasWriter, input: Flow): Flow {
  const [time, features] = input.shape as readonly [number, number];
  return reshaped(writer, input, [1, time, features]);
}

/** The bias, where there is one. */
export function biasOf(given: Given): Weights {
  return given.has('bias') ? { bias: given.values('bias') } : {};
}

/** How much is before and after, of each axis but the last. */
export function sidesOf(amount: unknown, axes: number): readonly (readonly [number, number])[] {
  const list: readonly unknown[] = Array.isArray(amount) ? amount : new Array<unknown>(axes).fill(amount);
  return list.map(
    (sides) => (Array.isArray(sides) ? sides : [sides, sides]) as unknown as readonly [number, number],
  );
}

/** A number for each of some axes. */
export function each(value: unknown, axes: number): readonly number[] {
  return Array.isArray(value) ? (value as readonly number[]) : new Array<number>(axes).fill(value as number);
}
