import type { ForwardContext, Parameter, StagedScalar } from '@neutype/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { BatchTensors } from '../update/batchRuns.js';
import { portOutputs } from '../update/heads.js';
import { modelOutputs, type Objective, replayability, trainingLoss } from '../update/objective.js';
import type { MaskKey } from '../update/updates.js';

/** The loss of a network in training, and what steps that compute it have to know. */
export class NetworkLoss {
  readonly objective: Objective;
  readonly replayable: true | string;
  readonly #maskKey: MaskKey;
  readonly #counter: StagedScalar;
  #isRandom = false;

  /** @param counter the number of the update: as long as it stays, random masks do */
  constructor(objective: Objective, maskKey: MaskKey, counter: StagedScalar) {
    this.objective = objective;
    this.replayable = replayability(objective);
    this.#maskKey = maskKey;
    this.#counter = counter;
  }

  /** Whether a layer has drawn random numbers. */
  get isRandom(): boolean {
    return this.#isRandom;
  }

  of(batch: BatchTensors): Scalar {
    return trainingLoss(this.objective, batch, this.#context());
  }

  /** The outputs that it is the loss of. */
  outputs({ inputs }: BatchTensors): Tensor {
    const { model } = this.objective;
    const context = this.#context();
    const [only] = portOutputs(model, inputs, context) ?? [];
    return only ?? modelOutputs(model, inputs[0] as Tensor, context);
  }

  /** What is trained at present: parameters may be frozen and set free at any time. */
  get trained(): readonly Parameter[] {
    return this.objective.model.parameters.filter(({ trainable }) => trainable);
  }

  /** What layers gather themselves, such as running means. */
  get gathered(): readonly Parameter[] {
    return this.objective.model.parameters.filter(({ trainable, frozen }) => !trainable && !frozen);
  }

  externals(): readonly Tensor[] {
    return [...this.objective.model.parameters, ...this.trained].map(({ variable }) => variable);
  }

  #context(): ForwardContext {
    const draw = (): MaskKey => {
      this.#isRandom = true;
      return this.#maskKey;
    };
    const randomness = {
      counter: this.#counter,
      get key() {
        return draw();
      },
    };
    return { training: true, randomness };
  }
}
