import type { Model, Parameter } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { SlotStore } from './slotStore.js';

/**
 * The parameters that are trained at present, and the tensors that their updates read or change. Both are asked for in
 * every update, and the same lists until parameters are frozen, set free or moved.
 */
export class TrainedParameters {
  readonly #model: Model;
  readonly #slots: SlotStore;
  #list: readonly Parameter[] = [];
  #trainable: readonly boolean[] = [];
  #variables: readonly Tensor[] = [];
  #externals: readonly Tensor[] = [];

  constructor(model: Model, slots: SlotStore) {
    this.#model = model;
    this.#slots = slots;
  }

  get list(): readonly Parameter[] {
    const { parameters } = this.#model;
    const isCurrent =
      parameters.length === this.#trainable.length &&
      parameters.every(({ trainable }, index) => trainable === this.#trainable[index]);
    if (!isCurrent) {
      this.#trainable = parameters.map(({ trainable }) => trainable);
      this.#list = parameters.filter(({ trainable }) => trainable);
      this.#variables = [];
    }
    return this.#list;
  }

  /** Trained parameters are listed a second time, so that a step is recorded anew when others are frozen. */
  get externals(): readonly Tensor[] {
    const { list } = this;
    const { parameters } = this.#model;
    const isCurrent =
      parameters.length === this.#variables.length &&
      parameters.every(({ variable }, index) => variable === this.#variables[index]);
    if (!isCurrent) {
      this.#variables = parameters.map(({ variable }) => variable);
      const ofTrained = list.flatMap((one) => [one.variable, ...Object.values(this.#slots.of(one))]);
      this.#externals = [...this.#variables, ...ofTrained, ...Object.values(this.#slots.shared)];
    }
    return this.#externals;
  }
}
