import {
  type Breath,
  type CompiledStep,
  compileStep,
  type Parameter,
  type StagedScalar,
  stagedScalar,
} from '@neutype/core';
import { add, div, mul, type Scalar, type Tensor, type Variable, zerosLike } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';
import { BatchRuns, type BatchTensors, RECORDING, REPLAYED } from './batchRuns.js';
import { SlotStore } from './slotStore.js';

/** The gradient of the loss with respect to one parameter. */
export interface ParameterGradient {
  readonly parameter: Parameter;
  readonly gradient: Tensor;
}

/** What updates are made of, one batch after the other. */
export interface UpdateWork {
  /** The loss of a batch and its gradients. */
  readonly differentiate: (batch: BatchTensors) => { loss: Scalar; gradients: readonly ParameterGradient[] };
  /** Moves parameters by gradients. */
  readonly move: (gradients: readonly ParameterGradient[], loss: Scalar) => void;
  readonly replayable: true | string;
  readonly externals: () => readonly Tensor[];
}

/** Whom to tell, before anybody sees what has changed. */
interface Told {
  readonly seen: () => void;
  readonly made: () => void;
}

type PossibleLoss = Tensor | undefined | Promise<Tensor | undefined>;

/** Sums gradients up over several batches, each times what the batch counts, and makes one update of their mean. */
export class Accumulation {
  readonly #batchesPerUpdate: number;
  readonly #sums = new SlotStore({
    name: 'accumulate',
    slots: { 'accumulate/gradient': 0 },
    shared: { 'accumulate/loss': 0 },
    apply: () => [],
  });
  readonly #collecting: BatchRuns;
  readonly #moving: CompiledStep;
  readonly #weight: StagedScalar = stagedScalar(0, 'float32');
  readonly #totalWeight: StagedScalar = stagedScalar(1, 'float32');
  /** Parameters that have gradients. */
  #collected: readonly Parameter[] = [];
  #batches = 0;
  #weightSoFar = 0;

  constructor(batchesPerUpdate: number, { differentiate, move, replayable, externals }: UpdateWork) {
    this.#batchesPerUpdate = batchesPerUpdate;
    const all = (): readonly Tensor[] => [
      ...externals(),
      ...this.#sums.parameters.map(({ variable }) => variable),
    ];
    this.#collecting = new BatchRuns({
      compute: (batch) => {
        const { loss, gradients } = differentiate(batch);
        this.#collect(loss, gradients);
        return [];
      },
      replayable,
      externals: all,
    });
    this.#moving = compileStep({
      step: () => {
        const { loss, gradients } = this.#mean();
        move(gradients, loss);
        for (const { variable } of this.#sums.parameters) variable.assign(zerosLike(variable));
        return [loss];
      },
      replayable,
      externals: all,
    });
  }

  /** @returns the mean loss of its batches, where this one completes an update */
  run(batch: Batch, breath: Breath, { seen, made }: Told): PossibleLoss {
    this.#weight.value = batch.weight;
    this.#batches += 1; // first, so that what is summed up before an error is dropped
    const collected = this.#collecting.runInParts(batch, breath, () => {
      this.#weightSoFar += batch.weight;
      seen();
    });
    const move = () => (this.#batches === this.#batchesPerUpdate ? this.finish(breath, made) : undefined);
    return collected instanceof Promise ? collected.then(move) : move();
  }

  /** Makes the update of fewer batches, if there are any. */
  finish(breath: Breath, made: () => void): PossibleLoss {
    if (this.#batches === 0) return undefined;
    this.#totalWeight.value = this.#weightSoFar || 1;
    this.#batches = 0;
    this.#weightSoFar = 0;
    const outputs = this.#moving.runInParts(breath, made);
    return outputs instanceof Promise ? outputs.then(([loss]) => loss) : outputs[0];
  }

  /** Forgets batches whose update is not to be made. */
  drop(): void {
    if (this.#batches === 0) return;
    this.#batches = 0;
    this.#weightSoFar = 0;
    for (const sum of this.#sums.parameters) sum.write(new Float32Array(sum.size));
  }

  /** Whether batches wait for others to make an update. */
  get isBegun(): boolean {
    return this.#batches > 0;
  }

  get replay(): string {
    const both = [this.#collecting.replay, this.#moving.replay];
    const reason = both.find((replay) => replay !== REPLAYED && replay !== RECORDING);
    return reason ?? both.find((replay) => replay === RECORDING) ?? REPLAYED;
  }

  recheck(): void {
    this.#collecting.recheck();
    this.#moving.recheck();
  }

  release(): Promise<void> {
    return this.#sums.release();
  }

  dispose(): void {
    this.#collecting.dispose();
    this.#moving.dispose();
    this.#weight.dispose();
    this.#totalWeight.dispose();
    this.#sums.dispose();
  }

  #collect(loss: Scalar, gradients: readonly ParameterGradient[]): void {
    this.#collected = gradients.map(({ parameter }) => parameter);
    const weight = this.#weight.tensor;
    for (const { parameter, gradient } of gradients) {
      const sum = this.#gradientSum(parameter);
      sum.assign(add(sum, mul(gradient, weight)));
    }
    const losses = this.#lossSum;
    losses.assign(add(losses, mul(loss, weight)));
  }

  #mean(): { loss: Scalar; gradients: readonly ParameterGradient[] } {
    const total = this.#totalWeight.tensor;
    const gradients = this.#collected.map((parameter) => ({
      parameter,
      gradient: div(this.#gradientSum(parameter), total),
    }));
    return { loss: div<Scalar>(this.#lossSum, total), gradients };
  }

  #gradientSum(parameter: Parameter): Variable {
    return this.#sums.of(parameter)['accumulate/gradient'] as Variable;
  }

  get #lossSum(): Variable {
    return this.#sums.shared['accumulate/loss'] as Variable;
  }
}
