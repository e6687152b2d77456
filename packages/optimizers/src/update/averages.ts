import type { Model, Parameter } from '@neutype/core';
import { add, cast, greater, mul, sub, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Averaging } from '../averaging/averaging.js';
import { moveMean } from '../transforms/averageWeights.js';
import type { SlotStore } from './slotStore.js';

/** A parameter with the mean of its weights. */
interface Averaged {
  readonly value: Variable;
  readonly slots: { readonly mean: Variable; readonly count: Variable };
}

/** The means of a model's weights, which its optimizer keeps beside them. */
export class Averages {
  readonly #averaging: Averaging;
  readonly #model: Model;
  readonly #slots: SlotStore;

  constructor(averaging: Averaging, model: Model, slots: SlotStore) {
    this.#averaging = averaging;
    this.#model = model;
    this.#slots = slots;
  }

  /** Takes the weights at the end of an epoch into the means, if that is when it is done. */
  noteEpoch(epoch: number): void {
    const { every, from = 1 } = this.#averaging;
    if (every !== 'epoch' || epoch < from) return;
    for (const { parameter, averaged } of this.#all) {
      if (parameter.trainable) moveMean(averaged, this.#averaging);
    }
  }

  /** Computes with the means in the place of the weights, which are back when it is done. May be recorded. */
  within<Result>(compute: () => Result): Result {
    const all = this.#all.map(({ averaged }) => averaged);
    const kept = all.map(({ value }) => mul(value, 1)); // a copy: who holds a clone gets in the way of replays
    try {
      for (const averaged of all) putIn(averaged);
      return compute();
    } finally {
      for (const [index, { value }] of all.entries()) value.assign(kept[index] as Tensor);
      for (const tensor of kept) tensor.dispose();
    }
  }

  /** Puts the means into the model for good. */
  apply(): void {
    for (const { averaged } of this.#all) putIn(averaged);
  }

  /** What is read beside the model's parameters. */
  get tensors(): readonly Tensor[] {
    return this.#all.flatMap(({ averaged: { slots } }) => [slots.mean, slots.count]);
  }

  /** Of parameters that were never trained there are none: they are what they were. */
  get #all(): readonly { readonly parameter: Parameter; readonly averaged: Averaged }[] {
    return this.#model.parameters.flatMap((parameter) => {
      const slots = this.#slots.find(parameter);
      if (slots === undefined) return [];
      const [mean, count] = [slots['average/mean'] as Variable, slots['average/count'] as Variable];
      return [{ parameter, averaged: { value: parameter.variable, slots: { mean, count } } }];
    });
  }
}

/** The weights stay where no mean was taken yet. */
function putIn({ value, slots: { mean, count } }: Averaged): void {
  tidy(() => {
    const share = cast(greater(count, 0), 'float32');
    value.assign(add(mul(mean, share), mul(value, sub(1, share)))); // exact, as the share is 0 or 1
  });
}
