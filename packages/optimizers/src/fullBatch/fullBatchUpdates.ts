import { moveToBackend, type Parameter, type StagedScalar, stagedScalar } from '@neutype/core';
import { OptionError, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import type { Batch } from '../data/batch.js';
import type { BatchedData } from '../data/batchedData.js';
import { checkTrainable } from '../options/checkNetwork.js';
import { EvaluationRuns } from '../update/evaluation.js';
import type { Objective } from '../update/objective.js';
import { ReasonNotToReplay } from '../update/reasonNotToReplay.js';
import { requireRoom, sizeOfAll } from '../update/requireRoom.js';
import type { MadeUpdate, UpdateCounts, UpdateMemory, Updater } from '../update/updater.js';
import type { MaskKey } from '../update/updates.js';
import { isFinitePoint, type Point } from './landscape.js';
import type { FullBatchMethod } from './method.js';
import type { Minimizer, MinimizerState } from './minimizer.js';
import { NetworkLandscape } from './networkLandscape.js';
import { NetworkLoss } from './networkLoss.js';

/** The updates of a full-batch method: each looks at the loss of all training data, at as many points as it needs. */
export class FullBatchUpdates implements Updater {
  readonly evaluation: EvaluationRuns;
  readonly state: readonly Parameter[] = [];
  readonly remedy = 'begin with smaller weights, or another seed.';
  step: number;
  readonly #name: string;
  readonly #objective: Objective;
  readonly #method: FullBatchMethod;
  #networkLoss: NetworkLoss;
  #landscape: NetworkLandscape;
  readonly #counter: StagedScalar = stagedScalar(0, 'int32');
  readonly #reason = new ReasonNotToReplay();
  #minimizer: Minimizer<NetworkLandscape>;
  /** Whether what is remembered came from outside, and belongs to where the network is now. */
  #isGiven = false;

  /** @param algorithm its name, for messages, and its method */
  constructor(
    objective: Objective,
    algorithm: { readonly name: string; readonly fullBatch: FullBatchMethod },
    step: number,
    maskKey: MaskKey,
  ) {
    this.evaluation = new EvaluationRuns(objective);
    this.step = step;
    this.#name = algorithm.name;
    this.#objective = objective;
    this.#method = algorithm.fullBatch;
    this.#minimizer = this.#method.begin();
    this.#networkLoss = new NetworkLoss(objective, maskKey, this.#counter);
    this.#landscape = new NetworkLandscape(this.#networkLoss);
  }

  get made(): number {
    return this.#counter.value;
  }

  get replay(): string {
    return this.#landscape.replay;
  }

  get memory(): MinimizerState {
    return this.#minimizer.state();
  }

  set memory(state: MinimizerState) {
    const minimizer = this.#method.begin();
    checkMemory(this.#name, state, minimizer.state());
    minimizer.restore(state);
    this.#minimizer = minimizer;
    this.#isGiven = true;
  }

  get counts(): UpdateCounts {
    return { made: this.made, batches: this.made, missed: {} };
  }

  get isBegun(): boolean {
    return false;
  }

  restore({ counts, maskKey }: UpdateMemory): void {
    this.#landscape.dispose();
    this.#counter.value = counts.made;
    this.#networkLoss = new NetworkLoss(this.#objective, maskKey, this.#counter);
    this.#landscape = new NetworkLandscape(this.#networkLoss);
  }

  begin({ samples, updates }: BatchedData): void {
    if (updates !== 1 || samples === undefined) throw this.#needsAll(updates);
    this.#method.checkSize?.({ weights: this.#size, samples, model: this.#objective.model });
    this.#landscape.forget();
  }

  takeReasonNotToReplay(): string | undefined {
    return this.#reason.take(this.replay);
  }

  recheck(): void {
    const { loss, regularizer } = this.#objective;
    if (loss.replayable !== true || regularizer !== undefined) this.#landscape.recheck();
  }

  requireRoom(rows: number): void {
    const { inputShape, outputShape, parameters } = this.#objective.model;
    const all = sizeOfAll(parameters);
    const data = rows * (sizeOf(inputShape) + sizeOf(outputShape));
    const purpose = `training ${all} parameters (their values and their gradients) on ${rows} samples at a time`;
    requireRoom(all + this.#size + data, purpose);
  }

  async run(batch: Batch): Promise<MadeUpdate> {
    checkTrainable('train', this.#objective.model);
    const { from, wasMoved } = await this.#landscape.begin(batch);
    if (wasMoved && !this.#isGiven) this.#minimizer = this.#method.begin();
    this.#isGiven = false;
    if (!isFinitePoint(from)) return { loss: notFinite(from) };
    const { point, ended } = await this.#minimizer.update(this.#landscape, from, this.step);
    await this.#landscape.finish(point);
    this.#counter.value += 1;
    // With other random masks the next update may find what this one has not.
    return { loss: from.value, ended: this.#networkLoss.isRandom ? undefined : ended };
  }

  finish(): undefined {}

  drop(): void {}

  async moveTo(backend: string): Promise<void> {
    this.#landscape.forget();
    await moveToBackend(this.#objective.model, backend);
  }

  dispose(): void {
    this.evaluation.dispose();
    this.#landscape.dispose();
    this.#counter.dispose();
  }

  get #size(): number {
    return sizeOfAll(this.#networkLoss.trained);
  }

  #needsAll(updates: number | undefined): OptionError {
    return new OptionError({
      where: `${this.#name}, train`,
      expected: 'all samples in one batch: each update looks at the whole training data, more than once',
      received: updates === undefined ? 'data from a source' : `${updates} batches an epoch`,
      remedy: 'Give arrays and no batchSize, or train with adam, which learns batch by batch.',
    });
  }
}

/** Refuses what another method has remembered. */
function checkMemory(name: string, given: MinimizerState, own: MinimizerState): void {
  for (const [key, value] of Object.entries(own)) {
    const there: unknown = given?.[key];
    if (kindOf(there) === kindOf(value)) continue;
    throw new OptionError({
      where: `${name}, methodMemory, ${key}`,
      expected: `a ${kindOf(value)}, as the same method has given it`,
      received: shown(there),
    });
  }
}

/** `Number`, `Float64Array`, of whatever realm. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** A gradient that is not finite is as bad as a loss that is not. */
function notFinite({ value }: Point): number {
  return Number.isFinite(value) ? Number.NaN : value;
}
