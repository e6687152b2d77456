import {
  engineCapabilities,
  moveToBackend,
  type Parameter,
  type StagedScalar,
  type StagedTensor,
  stagedScalar,
  valueAndGradients,
} from '@neutype/core';
import { NeutypeError } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.js';
import { isProven, type Rule } from '../rules/rule.js';
import { RuleStates, variablesOf } from '../rules/ruleStates.js';
import { RuleTrial } from '../rules/ruleTrial.js';
import { BatchRuns, RECORDING, REPLAYED } from './batchRuns.js';
import { lossRuns, outputRuns } from './evaluation.js';
import { batchLoss, type Objective, replayability, trainingLoss } from './objective.js';
import { requireRoom, sizeOfAll } from './requireRoom.js';

/** The key under which random masks are drawn. */
export type MaskKey = readonly [number, number];

/** A rule, and what its algorithm is called. */
export interface NamedRule {
  readonly name: string;
  readonly rule: Rule;
}

/** All that an optimizer runs, and keeps, on the backend: updates of a model's parameters, a batch at a time. */
export class Updates {
  /** The loss of batches, and the outputs for them, by which nothing changes. */
  readonly loss: BatchRuns;
  readonly output: BatchRuns;
  readonly #objective: Objective;
  readonly #algorithm: NamedRule;
  readonly #maskKey: MaskKey;
  readonly #trained: readonly Parameter[];
  readonly #states: RuleStates;
  readonly #batches: BatchRuns;
  readonly #step: StagedScalar;
  /** Updates made, from 0 for masks; and the number of the next, from 1 for rules. */
  readonly #counter: StagedScalar = stagedScalar(0, 'int32');
  readonly #count: StagedScalar = stagedScalar(1, 'float32');
  #trial: RuleTrial | undefined;
  #hasToldReason = false;

  constructor(objective: Objective, algorithm: NamedRule, step: number, maskKey: MaskKey) {
    this.loss = lossRuns(objective);
    this.output = outputRuns(objective);
    this.#objective = objective;
    this.#algorithm = algorithm;
    this.#maskKey = maskKey;
    this.#trained = objective.model.parameters.filter(({ trainable }) => trainable);
    this.#states = new RuleStates(algorithm.rule);
    this.#step = stagedScalar(step, 'float32');
    const { inputShape, outputShape } = objective.model;
    this.#batches = new BatchRuns(
      { x: inputShape, y: outputShape },
      {
        compute: (x, y) => this.#update(x, y),
        replayable: replayability(objective),
        externals: () => this.#externals(),
      },
    );
  }

  /** The learning rate. */
  get step(): number {
    return this.#step.value;
  }

  set step(value: number) {
    this.#step.value = value;
  }

  /** Updates made so far; what makes the random masks of each its own. */
  get made(): number {
    return this.#counter.value;
  }

  /** `'replayed'`, `'recording'`, or a sentence that tells why updates are not replayed. */
  get replay(): string {
    return this.#batches.replay;
  }

  /** Why updates are not replayed where they could be, once that is settled; once, for the log. */
  takeReasonNotToReplay(): string | undefined {
    const { replay } = this;
    const isSettled = replay !== REPLAYED && replay !== RECORDING;
    if (this.#hasToldReason || !isSettled || engineCapabilities().recordStep === undefined) return undefined;
    this.#hasToldReason = true;
    return replay;
  }

  /**
   * Has the next updates compared with what is replayed, where functions from outside may have taken a number from
   * JavaScript that has changed since.
   */
  recheck(): void {
    const { loss, regularizer } = this.#objective;
    const keepsItsWord = loss.replayable === true && regularizer === undefined;
    if (!keepsItsWord || !isProven(this.#algorithm.rule)) this.#batches.recheck();
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
    const loss = this.#batches.run(batch);
    this.#counter.value += 1;
    this.#count.value += 1;
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
      if (this.step > 0) await trial.judge();
      return loss;
    } finally {
      this.#trial = undefined;
      trial.dispose();
    }
  }

  /** Goes on, on another backend, with the same weights and the same memory of past gradients. */
  async moveTo(backend: string): Promise<void> {
    await this.#states.release();
    await moveToBackend(this.#objective.model, backend);
  }

  /** Frees everything; the model stays. */
  dispose(): void {
    for (const runs of [this.#batches, this.loss, this.output]) runs.dispose();
    for (const scalar of [this.#step, this.#counter, this.#count]) scalar.dispose();
    this.#states.dispose();
  }

  #update(x: StagedTensor, y: StagedTensor): Tensor {
    if (this.made === 0 && this.#objective.regularizer) this.#checkLossAlone(x, y);
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
    const [step, count] = [this.#step.tensor, this.#count.tensor];
    const update = (): unknown => {
      let answer: unknown;
      tidy(() => {
        answer = this.#algorithm.rule.update(variable, gradient, state, step, count);
      });
      return answer;
    };
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
