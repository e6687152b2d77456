import type { Parameter } from '@neutype/core';
import { OptionError } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';
import { plainModule, type TorchModule } from './torchModule.js';

/** Where a value has its channels: behind the batch, as PyTorch's convolutions take them, or at the end, as ours. */
export type Layout = 'first' | 'last';

/** Which of a layer's features lies at each place of PyTorch's. */
export type Order = readonly number[];

/** Code that the printed one needs at its top. */
export type Helper = 'Attention' | 'attend' | 'recur' | 'waves';

/** Something that is done to values in PyTorch. */
export interface Step {
  readonly modules: readonly TorchModule[];
  /** What is done, as an expression; that its one module is called unless given. `self` has a module by its part. */
  readonly call?: (xs: readonly string[], self: (part: string) => string) => string;
  readonly helpers?: readonly Helper[];
  /** Printed beside it. */
  readonly note?: string;
}

/** A layer in PyTorch. */
export interface Translation {
  /** One after another; the first is given all inputs. */
  readonly steps: readonly Step[];
  /** Of what comes out; as that of what goes in unless given. */
  readonly layout?: Layout;
  readonly order?: Order | undefined;
}

/** A layer, and how what it takes lies in PyTorch. */
export interface Taken {
  readonly layer: PlacedLayer;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of a sample. */
  readonly shape: readonly number[];
  readonly layout: Layout;
  readonly order: Order | undefined;
}

/** How layers of one kind become modules. */
export interface Translator {
  /** The layout that they take, or `'any'`. */
  needs(layer: PlacedLayer): Layout | 'any';
  /** @throws OptionError for what PyTorch has not */
  translate(taken: Taken): Translation;
}

export function moduleStep(module: TorchModule | string): Step {
  return { modules: [typeof module === 'string' ? plainModule(module) : module] };
}

/** An expression of one value. */
export function expressionStep(expression: (x: string) => string): Step {
  return { modules: [], call: ([x]) => expression(x as string) };
}

export function permuteStep(axes: readonly number[]): Step {
  return expressionStep((x) => permuted(x, axes));
}

export function permuted(x: string, axes: readonly number[]): string {
  return `${x}.permute(${axes.join(', ')})`;
}

/** From one layout to the other, for samples of so many axes. */
export function layoutAxes(rank: number, to: Layout): readonly number[] {
  const between = Array.from({ length: rank - 1 }, (_, index) => index);
  return to === 'first' ? [0, rank, ...between.map((at) => at + 1)] : [0, ...between.map((at) => at + 2), 1];
}

/** Where an axis of ours, the batch being 0, is in PyTorch. */
export function axisIn(layout: Layout, axis: number, rank: number): number {
  if (axis === 0 || layout === 'last') return axis;
  return axis === rank ? 1 : axis + 1;
}

/** An axis that may count from the end, from the start. */
export function fromStart(axis: number, rank: number): number {
  return axis < 0 ? rank + 1 + axis : axis;
}

/** The error for what PyTorch has not. */
export function refused({ name, kind }: PlacedLayer, received: string = kind): OptionError {
  return new OptionError({
    where: `layer ${name}`,
    expected: 'a layer that PyTorch has',
    received,
    remedy:
      'Translate the part of the network before it, network.until(…), or write the values by their own names: writeSafetensors(await network.read()).',
  });
}

/** A parameter that every layer of its kind has. */
export function parameterOf(layer: PlacedLayer, name: string): Parameter {
  const found = layer.parameters[name];
  if (found === undefined) throw refused(layer, `${layer.kind} without the parameter ${name}`);
  return found;
}

/** A setting that is a number. */
export function numberOf(settings: Taken['settings'], name: string, usual: number): number {
  const value = settings[name];
  return typeof value === 'number' ? value : usual;
}

/**
 * What some axes of samples are put together for: they become PyTorch's channels for these steps, and are parted again.
 * The values are in our layout.
 */
export function overAxes(shape: readonly number[], axes: readonly number[], steps: readonly Step[]): Step[] {
  const rank = shape.length;
  const others = shape.map((_, at) => at + 1).filter((axis) => !axes.includes(axis));
  const order = [0, ...axes, ...others];
  if (rank === 1) return [...steps];
  const back = order.map((_, axis) => order.indexOf(axis));
  const sizes = axes.map((axis) => shape[axis - 1] as number);
  const moved = order.every((axis, at) => axis === at) ? [] : [permuteStep(order)];
  const movedBack = moved.length === 0 ? [] : [permuteStep(back)];
  if (axes.length === 1) return [...moved, ...steps, ...movedBack];
  return [
    ...moved,
    moduleStep(`nn.Flatten(1, ${axes.length})`),
    ...steps,
    moduleStep(`nn.Unflatten(1, (${sizes.join(', ')}))`),
    ...movedBack,
  ];
}
