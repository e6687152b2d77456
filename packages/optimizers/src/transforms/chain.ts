import { type Tensor, Variable } from '@tensorflow/tfjs-core';
import { checkedUpdate } from './checkedUpdate.js';
import { checkTransform } from './checkTransform.js';
import { isProven, proven } from './proven.js';
import type { Moment, Slots, Target, TrainedParameter, Transform } from './transform.js';

/**
 * Transforms one after the other: each is given what the one before has made of the gradients. Chains within it are taken
 * apart, and what each part remembers is kept under its name.
 *
 * @throws OptionError for what is no transform
 *
 * @example
 * ```ts
 * const adamWithDecay = chain(scaleByAdam(), addDecayedWeights({ weightDecay: 0.01 }), scaleByStep());
 * ```
 */
export function chain(...transforms: readonly Transform[]): Chain {
  for (const transform of transforms) checkTransform('chain', transform);
  const parts = transforms.flatMap((transform) =>
    transform instanceof Chain ? transform.transforms : [transform],
  );
  const whole = new Chain(parts);
  return parts.every(isProven) ? proven(whole) : whole;
}

/** What {@link chain} makes. */
export class Chain implements Transform {
  readonly name = 'chain';
  readonly transforms: readonly Transform[];
  readonly slots: Slots;
  readonly shared: Readonly<Record<string, number>>;
  readonly #parts: readonly Part[];

  constructor(transforms: readonly Transform[]) {
    this.transforms = transforms;
    this.#parts = uniqueNames(transforms).map(
      (name, index) => new Part(name, transforms[index] as Transform),
    );
    this.slots = Object.assign({}, ...this.#parts.map(({ slots }) => slots));
    this.shared = Object.assign({}, ...this.#parts.map(({ shared }) => shared));
  }

  apply(targets: readonly Target[], moment: Moment): readonly Tensor[] {
    return this.#run(targets, moment, new Set(targets.map(({ gradient }) => gradient)));
  }

  /** As `apply`, but gradients are freed as soon as nothing needs them any more. */
  consume(targets: readonly Target[], moment: Moment): readonly Tensor[] {
    return this.#run(targets, moment, new Set());
  }

  #run(targets: readonly Target[], moment: Moment, kept: ReadonlySet<Tensor>): readonly Tensor[] {
    let updates: readonly Tensor[] = targets.map(({ gradient }) => gradient);
    for (const part of this.#parts) {
      const next = part.apply(targets, updates, moment);
      const inUse = new Set(next);
      for (const update of updates) if (!kept.has(update) && !inUse.has(update)) free(update);
      updates = next;
    }
    return updates;
  }

  afterUpdate(parameters: readonly TrainedParameter[], moment: Moment): void {
    for (const part of this.#parts) part.afterUpdate(parameters, moment);
  }
}

/** A transform of a chain, which finds what it remembers under its name. */
class Part {
  readonly slots: Slots;
  readonly shared: Readonly<Record<string, number>>;
  readonly #name: string;
  readonly #transform: Transform;

  constructor(name: string, transform: Transform) {
    this.#name = name;
    this.#transform = transform;
    this.slots = prefixed(name, transform.slots ?? {});
    this.shared = prefixed(name, transform.shared ?? {});
  }

  apply(targets: readonly Target[], gradients: readonly Tensor[], moment: Moment): readonly Tensor[] {
    const own = targets.map((target, index) => ({
      ...this.#ownParameter(target),
      gradient: gradients[index] as Tensor,
    }));
    const updates = this.#transform.apply(own, this.#ownMoment(moment));
    return own.map((target, index) => checkedUpdate(this.#transform.name, target, updates?.[index]));
  }

  afterUpdate(parameters: readonly TrainedParameter[], moment: Moment): void {
    if (this.#transform.afterUpdate === undefined) return;
    const own = parameters.map((parameter) => this.#ownParameter(parameter));
    this.#transform.afterUpdate(own, this.#ownMoment(moment));
  }

  #ownParameter({ name, value, slots, count }: TrainedParameter): TrainedParameter {
    return { name, value, slots: unprefixed(this.#name, this.#transform.slots, slots), count };
  }

  #ownMoment(moment: Moment): Moment {
    return { ...moment, shared: unprefixed(this.#name, this.#transform.shared, moment.shared) };
  }
}

/** Frees an update, unless it is a slot, such as the velocity. */
export function free(update: Tensor): void {
  if (!(update instanceof Variable)) update.dispose();
}

/** The names of transforms, numbered where one occurs again: `clip`, `adam`, `clip-2`. */
function uniqueNames(transforms: readonly Transform[]): string[] {
  const times = new Map<string, number>();
  return transforms.map(({ name }) => {
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name}-${time}`;
  });
}

function prefixed<Value>(
  prefix: string,
  record: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [`${prefix}/${key}`, value]));
}

function unprefixed(
  prefix: string,
  wanted: object = {},
  record: Readonly<Record<string, Variable>>,
): Readonly<Record<string, Variable>> {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, record[`${prefix}/${key}`] as Variable]));
}
