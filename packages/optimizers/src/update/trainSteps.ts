import {
  type Parameter,
  type StagedScalar,
  type StagedTensor,
  sizeOf,
  stagedScalar,
  valueAndGradients,
} from '@neutype/core';
import { NeutypeError } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.js';
import { isProven } from '../rules/proven.js';
import type { Rule } from '../rules/rule.js';
import { RuleStates, variablesOf } from '../rules/ruleStates.js';
import { RuleTrial } from '../rules/ruleTrial.js';
import { BatchSteps } from './batchSteps.js';
import { batchLoss, isReplayable, type Objective, trainingLoss } from './objective.js';
import { requireRoom, sizeOfAll } from './requireRoom.js';

/** The key under which random masks are drawn. */
export type MaskKey = readonly [number, number];

/** A rule, and what its algorithm is called. */
export interface NamedRule {
  readonly name: string;
  readonly rule: Rule;
}

/** Updates a model's parameters, a batch at a time. */
export class TrainSteps {
  readonly #objective: Objective;
  readonly #algorithm: NamedRule;
  readonly #maskKey: MaskKey;
  readonly #trained: readonly Parameter[];
  readonly #states: RuleStates;
  readonly #steps: BatchSteps;
  readonly #stepSize: StagedScalar;
  readonly #counter: StagedScalar;
  #trial: RuleTrial | undefined;

  constructor(objective: Objective, algorithm: NamedRule, stepSize: number, maskKey: MaskKey) {
    this.#objective = objective;
    this.#algorithm = algorithm;
    this.#maskKey = maskKey;
    this.#trained = objective.model.parameters.filter(({ trainable }) => trainable);
    this.#states = new RuleStates(algorithm.rule);
    this.#stepSize = stagedScalar(stepSize, 'float32');
    this.#counter = stagedScalar(0, 'int32');
    const { inputShape, outputShape } = objective.model;
    this.#steps = new BatchSteps(
      { x: inputShape, y: outputShape },
      {
        compute: (x, y) => this.#update(x, y),
        replayable: isReplayable(objective),
        externals: () => this.#externals(),
      },
    );
  }

  get stepSize(): number {
    return this.#stepSize.value;
  }

  set stepSize(value: number) {
    this.#stepSize.value = value;
  }

  /** Updates made so far; what makes the random masks of each its own. */
  get updatesMade(): number {
    return this.#counter.value;
  }

  /**
   * Refuses what can never be trained on this backend.
   *
   * @param rows samples a batch
   */
  requireRoom(rows: number): void {
    const { inputShape, outputShape, parameters } = this.#objective.model;
    const remembered = Object.keys(this.#algorithm.rule.slots).length;
    const all = sizeOfAll(parameters);
    const values =
      all + (1 + remembered) * sizeOfAll(this.#trained) + rows * (sizeOf(inputShape) + sizeOf(outputShape));
    requireRoom(
      values,
      `training ${all} parameters (their values, their gradients and what the rule remembers) in batches of ${rows}`,
    );
  }

  /**
   * One update on one batch.
   *
   * @returns the batch's loss before the update, as a scalar tensor that is valid until the next run
   */
  run(batch: Batch): Tensor {
    const loss = this.#steps.run(batch);
    this.#counter.value += 1;
    return loss;
  }

  /**
   * The first update of all, in which a rule that comes from outside is watched.
   *
   * @throws NeutypeError for a rule that changes nothing
   */
  async runFirst(batch: Batch): Promise<Tensor> {
    if (isProven(this.#algorithm.rule)) return this.run(batch);
    const trial = new RuleTrial(this.#algorithm.name);
    this.#trial = trial;
    try {
      const loss = this.run(batch);
      if (this.stepSize > 0) await trial.judge();
      return loss;
    } finally {
      this.#trial = undefined;
      trial.dispose();
    }
  }

  /** Takes what the rule remembers back to the host, before the backend changes. */
  release(): Promise<void> {
    return this.#states.release();
  }

  dispose(): void {
    this.#steps.dispose();
    this.#states.dispose();
    this.#stepSize.dispose();
    this.#counter.dispose();
  }

  #update(x: StagedTensor, y: StagedTensor): Tensor {
    if (this.updatesMade === 0 && this.#objective.regularizer) this.#checkLossAlone(x, y);
    const randomness = { key: this.#maskKey, counter: this.#counter };
    const { value, gradients } = valueAndGradients(
      () => trainingLoss(this.#objective, x.tensor, y.tensor, { training: true, randomness }),
      this.#trained.map(({ variable }) => variable),
    );
    if (gradients.every((gradient) => gradient === undefined)) throw this.#nothingToLearn();
    for (const [index, parameter] of this.#trained.entries()) {
      const gradient = gradients[index];
      if (gradient) this.#apply(parameter, gradient); // else the loss does not depend on it
    }
    return value;
  }

  /** Beside a regularizer a loss that does not depend on the network goes unnoticed. */
  #checkLossAlone(x: StagedTensor, y: StagedTensor): void {
    const { value, gradients } = valueAndGradients(
      () => batchLoss(this.#objective, x.tensor, y.tensor, { training: false }),
      this.#trained.map(({ variable }) => variable),
    );
    for (const tensor of [value, ...gradients]) tensor?.dispose();
    if (gradients.every((gradient) => gradient === undefined)) throw this.#nothingToLearn();
  }

  #apply(parameter: Parameter, gradient: Tensor): void {
    const { variable } = parameter;
    const state = this.#states.of(parameter);
    const update = () => this.#algorithm.rule.update(variable, gradient, state, this.#stepSize.tensor);
    if (this.#trial) this.#trial.watch([variable, ...variablesOf(state)], gradient, update);
    else update();
  }

  #nothingToLearn(): NeutypeError {
    return new NeutypeError({
      where: `loss ${this.#objective.loss.name}`,
      expected: 'a loss that depends on the network’s parameters',
      received: 'one that depends on none of them',
      remedy: 'Compute it from the outputs, its second argument, with tensor operations throughout.',
    });
  }

  #externals(): readonly Tensor[] {
    const externals: Tensor[] = [];
    for (const parameter of this.#objective.model.parameters) externals.push(parameter.variable);
    for (const parameter of this.#trained) externals.push(...variablesOf(this.#states.of(parameter)));
    return externals;
  }
}
