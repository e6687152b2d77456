import type { Shape } from '@neutype/core';
import { checkFunction } from '@neutype/errors';
import { type Scalar, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { checkedUpdate } from './checkedUpdate.js';

/** What a slot begins with, where a number that fills the parameter's shape does not say it. */
export interface SlotValues {
  readonly shape: Shape;
  /** One number for all of the slot, or all numbers in order. 0. */
  readonly values?: number | ArrayLike<number>;
}

/**
 * What a slot begins with: a number, in the shape of the parameter, or a function of the parameter that tells shape and
 * values, as for the sums over rows and over columns that stand for a matrix.
 */
export type SlotStart =
  | number
  | ((parameter: { readonly name: string; readonly shape: Shape }) => SlotValues);

/** The numbers that a transform remembers from update to update, by name, and what they begin with. */
export type Slots<Slot extends string = string> = Readonly<Record<Slot, SlotStart>>;

/** A parameter that is trained. */
export interface TrainedParameter<Slot extends string = string> {
  /** Unique within the network: `relu-1.weight`. */
  readonly name: string;
  /** Its values. Read it in `apply`; the optimizer moves it. Only `afterUpdate` may assign to it. */
  readonly value: Variable;
  /** What the transform remembers of it: read, and assign what is to be remembered. */
  readonly slots: Readonly<Record<Slot, Variable>>;
  /**
   * The number of its update, 1 at its first. It is the moment's, but for parameters that were frozen for a time: those
   * updates are not counted.
   */
  readonly count: Scalar;
}

/** A parameter, and what has come of its gradient so far. */
export interface Target<Slot extends string = string> extends TrainedParameter<Slot> {
  /** The gradient of the loss, or what the transforms before have made of it. */
  readonly gradient: Tensor;
}

/** Where training is, in tensors: they change from update to update while the recorded step stays the same. */
export interface Moment<Shared extends string = string> {
  /** The learning rate. */
  readonly step: Scalar;
  /** The number of the update, 1 at the first. */
  readonly count: Scalar;
  /** The loss that the gradients are of, with the regularizer's part: before the update. */
  readonly loss: Scalar;
  /** What the transform remembers once for all parameters. */
  readonly shared: Readonly<Record<Shared, Variable>>;
}

/**
 * Turns the gradients of all parameters into updates, which the optimizer subtracts: `w ← w − update`. Transforms are
 * small values without state of their own, and compose: {@link chain}. What they remember is kept by the optimizer, which
 * saves it and takes it along to another backend.
 *
 * It is recorded and replayed, so it runs the same operations each time, and numbers that change have to be tensors.
 *
 * The idea is that of optax's gradient transformations: https://optax.readthedocs.io/en/latest/api/transformations.html
 */
export interface Transform<Slot extends string = string, Shared extends string = string> {
  /** What its slots are kept under, and what messages call it: `adam`. */
  readonly name: string;
  /** What it remembers of each parameter. Nothing unless told otherwise. */
  readonly slots?: Slots<Slot>;
  /** Numbers that it remembers once for all parameters, and what they begin with. None unless told otherwise. */
  readonly shared?: Readonly<Record<Shared, number>>;
  /** The updates, one for each of `targets` in order, each of its parameter's shape. Changes slots alone. */
  apply(targets: readonly Target<Slot>[], moment: Moment<Shared>): readonly Tensor[];
  /** Called once the parameters have moved; may assign to them, and to slots. */
  afterUpdate?(parameters: readonly TrainedParameter<Slot>[], moment: Moment<Shared>): void;
}

/** What {@link transform} makes a transform of. */
export interface ParameterTransform<Slot extends string = never> {
  readonly name: string;
  readonly slots?: Slots<Slot>;
  /** The update of one parameter. Changes slots alone; what else it creates on the way is freed. */
  update(gradient: Tensor, parameter: TrainedParameter<Slot>, moment: Moment<never>): Tensor;
}

/**
 * A transform that looks at one parameter at a time: what most are, and the way to write your own.
 *
 * @param definition its `name`; `slots`, the numbers that it remembers of each parameter and what they begin with; and
 * `update(gradient, { value, slots, name, count }, { step })`, the update of one parameter as a tensor of its shape
 *
 * @throws OptionError without `update`
 *
 * @example
 * ```ts
 * const signMomentum = transform({
 *   name: 'signMomentum',
 *   slots: { velocity: 0 },
 *   update(gradient, { slots: { velocity } }) {
 *     velocity.assign(add(mul(velocity, 0.9), gradient));
 *     return sign(velocity);
 *   },
 * });
 * const algorithm = { name: 'SignMomentum', transform: chain(signMomentum, scaleByStep()) };
 * const optimizer = createOptimizer(network, algorithm, { step: 0.001 });
 * ```
 */
export function transform<Slot extends string = never>(
  definition: ParameterTransform<Slot>,
): Transform<Slot, never> {
  const { name, slots } = definition;
  checkFunction(`the transform ${name}, update`, definition.update, 'a function that gives the update');
  return {
    name,
    ...(slots && { slots }),
    apply: (targets, moment) =>
      mapTargets(targets, (target) =>
        checkedUpdate(name, target, definition.update(target.gradient, target, moment)),
      ),
  };
}

/** The updates of targets, one after the other; what is created on the way to each is freed. */
export function mapTargets<Slot extends string>(
  targets: readonly Target<Slot>[],
  update: (target: Target<Slot>) => Tensor,
): Tensor[] {
  return targets.map((target) => tidy(() => update(target)));
}
