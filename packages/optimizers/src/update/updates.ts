import {
  type Breath,
  moveToBackend,
  type Parameter,
  type StagedScalar,
  stagedScalar,
  valueAndGradients,
} from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import { type Scalar, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Averaging } from '../averaging/averaging.js';
import type { Batch } from '../data/batch.js';
import { shortNumber } from '../loop/shortNumber.js';
import { checkTrainable } from '../options/checkNetwork.js';
import { type Chain, chain, free } from '../transforms/chain.js';
import { isProven } from '../transforms/proven.js';
import type { Moment, Target, Transform } from '../transforms/transform.js';
import { Accumulation, type ParameterGradient, type UpdateWork } from './accumulation.js';
import { Averages } from './averages.js';
import { BatchRuns, type BatchTensors } from './batchRuns.js';
import { EvaluationRuns } from './evaluation.js';
import { nothingToLearn } from './nothingToLearn.js';
import { batchLoss, type Objective, replayability, trainingLoss } from './objective.js';
import { ParameterCounts } from './parameterCounts.js';
import { ReasonNotToReplay } from './reasonNotToReplay.js';
import { requireRoom, sizeOfAll } from './requireRoom.js';
import { SlotStore } from './slotStore.js';
import { TrainedParameters } from './trainedParameters.js';
import type { PossibleUpdate, UpdateCounts, UpdateMemory, Updater } from './updater.js';

/** The key under which random masks are drawn. */
export type MaskKey = readonly [number, number];

/** What distinguishes the updates of one optimizer, beside what it makes smaller. */
export interface UpdateOptions {
  readonly transform: Transform;
  /** The learning rate at first. */
  readonly step: number;
  readonly maskKey: MaskKey;
  /** Batches an update. */
  readonly accumulate: number;
  /** How weights are averaged, if they are. */
  readonly average: Averaging | null;
  /** What to do where training diverges, as the end of a sentence; to take a smaller step unless told. */
  readonly remedy: string | undefined;
}

/** The updates that a transform makes of gradients. */
export class Updates implements Updater {
  readonly evaluation: EvaluationRuns;
  readonly averaged: EvaluationRuns | undefined;
  readonly averages: Averages | undefined;
  readonly #objective: Objective;
  readonly #transform: Chain;
  readonly #slots: SlotStore;
  #trained: TrainedParameters;
  #maskKey: MaskKey;
  readonly #remedy: string | undefined;
  readonly #accumulate: number;
  #batches: BatchRuns;
  #accumulation: Accumulation | undefined;
  readonly #step: StagedScalar;
  /** Batches seen, from 0 for masks; and the number of the next update, from 1 for transforms. */
  readonly #counter: StagedScalar = stagedScalar(0, 'int32');
  readonly #count: StagedScalar = stagedScalar(1, 'float32');
  readonly #counts = new ParameterCounts();
  #made = 0;
  readonly #reason = new ReasonNotToReplay();

  constructor(
    objective: Objective,
    { transform, step, maskKey, accumulate, average, remedy }: UpdateOptions,
  ) {
    this.#objective = objective;
    this.#transform = chain(transform);
    this.#slots = new SlotStore(this.#transform);
    this.#trained = new TrainedParameters(objective.model, this.#slots);
    this.evaluation = new EvaluationRuns(objective);
    this.averages = average ? new Averages(average, objective.model, this.#slots) : undefined;
    this.averaged = this.averages && new EvaluationRuns(objective, this.averages);
    this.#maskKey = maskKey;
    this.#remedy = remedy;
    this.#step = stagedScalar(step, 'float32');
    this.#accumulate = accumulate;
    this.#accumulation = this.#newAccumulation();
    this.#batches = this.#newBatches();
  }

  get remedy(): string {
    return this.#remedy ?? `take a smaller step (it is ${shortNumber(this.step)}).`;
  }

  get step(): number {
    return this.#step.value;
  }

  set step(value: number) {
    this.#step.value = value;
  }

  /** Updates made so far. */
  get made(): number {
    return this.#made;
  }

  get replay(): string {
    return (this.#accumulation ?? this.#batches).replay;
  }

  takeReasonNotToReplay(): string | undefined {
    return this.#reason.take(this.replay);
  }

  /**
   * Has the next updates compared with what is replayed, where functions from outside may have taken a number from
   * JavaScript that has changed since.
   */
  recheck(): void {
    const { loss, regularizer } = this.#objective;
    const keepsItsWord = loss.replayable === true && (regularizer === undefined || isProven(regularizer));
    if (!keepsItsWord || !isProven(this.#transform)) (this.#accumulation ?? this.#batches).recheck();
  }

  /**
   * Refuses what can never be trained on this backend.
   *
   * @param rows samples a batch
   */
  requireRoom(rows: number): void {
    const { inputShape, outputShape, parameters } = this.#objective.model;
    const all = sizeOfAll(parameters);
    const remembered = this.#trained.list.reduce((sum, parameter) => sum + this.#slots.sizeFor(parameter), 0);
    const accumulated = this.#accumulation ? sizeOfAll(this.#trained.list) : 0;
    const data = rows * (sizeOf(inputShape) + sizeOf(outputShape));
    requireRoom(
      all + sizeOfAll(this.#trained.list) + accumulated + remembered + data,
      `training ${all} parameters (their values, their gradients and what is remembered of them) in batches of ${rows}`,
    );
  }

  run(batch: Batch, breath: Breath): PossibleUpdate {
    const made = () => this.#countUpdate();
    const seen = () => this.#countBatch();
    if (this.#accumulation) return toUpdate(this.#accumulation.run(batch, breath, { seen, made }));
    const outputs = this.#batches.runInParts(batch, breath, () => {
      seen();
      made();
    });
    return toUpdate(outputs instanceof Promise ? outputs.then(([loss]) => loss) : outputs[0]);
  }

  finish(breath: Breath): PossibleUpdate {
    return toUpdate(this.#accumulation?.finish(breath, () => this.#countUpdate()));
  }

  drop(): void {
    this.#accumulation?.drop();
  }

  /** What the transforms remember, as far as there have been updates; names are unique, and the same in every run. */
  get state(): readonly Parameter[] {
    return this.#slots.parameters;
  }

  get counts(): UpdateCounts {
    const { parameters } = this.#objective.model;
    const missed = parameters.map((parameter) => [parameter.name, this.#counts.missed(parameter)] as const);
    const some = missed.filter(([, updates]) => updates > 0);
    return { made: this.#made, batches: this.#counter.value, missed: Object.fromEntries(some) };
  }

  get isBegun(): boolean {
    return this.#accumulation?.isBegun === true;
  }

  restore({ counts, names, maskKey }: UpdateMemory): void {
    const { model } = this.#objective;
    this.#batches.dispose();
    this.#accumulation?.dispose();
    this.#slots.remake(names, model.parameters);
    this.#trained = new TrainedParameters(model, this.#slots);
    this.#maskKey = maskKey;
    this.#made = counts.made;
    this.#count.value = counts.made + 1;
    this.#counter.value = counts.batches;
    const missed = model.parameters.map(
      (parameter) => [parameter, counts.missed[parameter.name] ?? 0] as const,
    );
    this.#counts.restore(counts.made, new Map(missed));
    this.#accumulation = this.#newAccumulation();
    this.#batches = this.#newBatches();
  }

  async moveTo(backend: string): Promise<void> {
    await this.#slots.release();
    await this.#accumulation?.release();
    await moveToBackend(this.#objective.model, backend);
  }

  dispose(): void {
    for (const runs of [this.#batches, this.evaluation, this.averaged]) runs?.dispose();
    this.#accumulation?.dispose();
    for (const scalar of [this.#step, this.#counter, this.#count]) scalar.dispose();
    this.#counts.dispose();
    this.#slots.dispose();
  }

  get #work(): UpdateWork {
    return {
      differentiate: (batch) => this.#differentiate(batch),
      move: (gradients, loss) => this.#move(gradients, loss),
      replayable: replayability(this.#objective),
      externals: () => this.#trained.externals,
    };
  }

  #newAccumulation(): Accumulation | undefined {
    return this.#accumulate > 1 ? new Accumulation(this.#accumulate, this.#work) : undefined;
  }

  #newBatches(): BatchRuns {
    const { differentiate, move, replayable, externals } = this.#work;
    const compute = (batch: BatchTensors): readonly Tensor[] => {
      const { loss, gradients } = differentiate(batch);
      move(gradients, loss);
      return [loss];
    };
    return new BatchRuns({ compute, replayable, externals });
  }

  #countBatch(): void {
    this.#counter.value += 1;
  }

  #countUpdate(): void {
    this.#made += 1;
    this.#count.value += 1;
    this.#counts.advance(this.#trained.list);
  }

  #differentiate(batch: BatchTensors): { loss: Scalar; gradients: readonly ParameterGradient[] } {
    if (this.made === 0 && this.#objective.regularizer) this.#checkLossAlone(batch);
    const randomness = { key: this.#maskKey, counter: this.#counter };
    const trained = this.#trained.list;
    checkTrainable('train', this.#objective.model);
    const { value, gradients } = valueAndGradients(
      () => trainingLoss(this.#objective, batch, { training: true, randomness }),
      trained.map(({ variable }) => variable),
    );
    const found = trained.flatMap((parameter, index): ParameterGradient[] => {
      const gradient = gradients[index];
      return gradient ? [{ parameter, gradient }] : []; // where the loss depends on it
    });
    if (found.length === 0) throw nothingToLearn(this.#objective.loss);
    return { loss: value, gradients: found };
  }

  #move(gradients: readonly ParameterGradient[], loss: Scalar): void {
    const targets = gradients.map(({ parameter, gradient }): Target => {
      const { name, variable } = parameter;
      const [slots, count] = [this.#slots.of(parameter), this.#counts.of(parameter)];
      return { name, value: variable, slots, count, gradient };
    });
    const moment: Moment = {
      step: this.#step.tensor,
      count: this.#count.tensor,
      loss,
      shared: this.#slots.shared,
    };
    const updates = this.#transform.consume(targets, moment);
    for (const [index, { value }] of targets.entries()) {
      tidy(() => value.assign(sub(value, updates[index] as Tensor)));
      free(updates[index] as Tensor);
    }
    this.#transform.afterUpdate(targets, moment);
  }

  /** Beside a regularizer a loss that does not depend on the network goes unnoticed. */
  #checkLossAlone(batch: BatchTensors): void {
    const { value, gradients } = valueAndGradients(
      () => batchLoss(this.#objective, batch, { training: false }),
      this.#trained.list.map(({ variable }) => variable),
    );
    for (const tensor of [value, ...gradients]) tensor?.dispose();
    if (gradients.every((gradient) => gradient === undefined)) throw nothingToLearn(this.#objective.loss);
  }
}

/** The loss of an update that was interrupted is read at once: others may dispose of it. */
function toUpdate(loss: Tensor | undefined | Promise<Tensor | undefined>): PossibleUpdate {
  if (!(loss instanceof Promise)) return loss;
  return loss.then(async (tensor) => tensor && { loss: (await tensor.data())[0] as number });
}
