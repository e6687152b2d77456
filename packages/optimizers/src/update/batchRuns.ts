import {
  type Breath,
  type CompiledStep,
  compileStep,
  type StagedTensor,
  stagedTensor,
  Turns,
} from '@neutype/core';
import { DisposedError } from '@neutype/errors';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Batch, Layout, Write } from '../data/batch.js';

/** A batch where a step reads it: `[rows, ...shape]` for each input and target, `[rows]` for what parts samples have. */
export interface BatchTensors {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
  readonly weights?: Tensor1D | undefined;
}

/** What a step does with a batch. */
export interface BatchWork {
  readonly compute: (batch: BatchTensors) => readonly Tensor[];
  /** Whether it may be recorded; a sentence for why not. */
  readonly replayable: boolean | string;
  /** Tensors from outside that are read or updated. */
  readonly externals: () => readonly Tensor[];
}

interface StagedStep {
  readonly inputs: readonly StagedTensor[];
  readonly targets: readonly StagedTensor[];
  readonly weights: StagedTensor | undefined;
  readonly compiled: CompiledStep;
}

interface RecentStep {
  readonly layout: Layout;
  readonly rows: number;
  readonly key: string;
  readonly step: StagedStep;
}

export const REPLAYED = 'replayed';
export const RECORDING = 'recording';

/** Kinds of batches that steps are kept for: the full one, and the rest at the end of one or two data sets. */
const KEPT_STEPS = 4;

/**
 * One step for each size and layout of batches, made when the first such batch comes: a batch is written straight into
 * staged memory, and its kernels are compiled by running. The step that was used longest ago is given up for a new one.
 */
export class BatchRuns {
  readonly #work: BatchWork;
  readonly #steps = new Map<string, StagedStep>();
  #recent: RecentStep | undefined;
  readonly #turns = new Turns();
  #isDisposed = false;

  constructor(work: BatchWork) {
    this.#work = work;
  }

  /**
   * Runs the step on a batch; the results are valid until the next run.
   *
   * @throws DisposedError where nobody would free the memory any more
   */
  run(batch: Batch): readonly Tensor[] {
    const { step, key } = this.#stepFor(batch);
    try {
      stage(step, batch);
      return step.compiled.run();
    } catch (error) {
      return this.#failed(key, error);
    }
  }

  /**
   * The same, but others run in between whenever `breath` is due. The step must not be run again before it is done.
   *
   * @param done called when all is done, before anybody sees it
   * @returns a promise only where others had to run in between
   */
  runInParts(
    batch: Batch,
    breath: Breath,
    done?: () => void,
  ): readonly Tensor[] | Promise<readonly Tensor[]> {
    const { step, key } = this.#stepFor(batch);
    try {
      stage(step, batch);
      const outputs = step.compiled.runInParts(breath, done);
      return outputs instanceof Promise ? outputs.catch((error) => this.#failed(key, error)) : outputs;
    } catch (error) {
      return this.#failed(key, error);
    }
  }

  /** Runs in parts, and nobody else runs who runs in turn before `take` has read the results. */
  inTurn<Result>(
    batch: Batch,
    breath: Breath,
    take: (outputs: readonly Tensor[]) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.#turns.take(
      async () => take(await this.runInParts(batch, breath)),
      () => breath.goOn(),
    );
  }

  /** Most often the one that was used last, for which nothing has to be looked up. */
  #stepFor(batch: Batch): RecentStep {
    const { layout, rows } = batch;
    if (this.#recent?.layout === layout && this.#recent.rows === rows) return this.#recent;
    const key = keyOf(batch);
    this.#recent = { layout, rows, key, step: this.#step(key, batch) };
    return this.#recent;
  }

  /** As of {@link CompiledStep.replay}, over all kinds of batches. */
  get replay(): string {
    const all = Array.from(this.#steps.values(), ({ compiled }) => compiled.replay);
    const reason = all.find((replay) => replay !== REPLAYED && replay !== RECORDING);
    return reason ?? all.find((replay) => replay === REPLAYED) ?? RECORDING;
  }

  /** Has the next runs compared with what is replayed. */
  recheck(): void {
    for (const { compiled } of this.#steps.values()) compiled.recheck();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const key of [...this.#steps.keys()]) this.#giveUp(key);
  }

  #step(key: string, batch: Batch): StagedStep {
    if (this.#isDisposed) throw disposedOptimizer('the optimizer');
    const known = this.#steps.get(key);
    if (!known && this.#steps.size >= KEPT_STEPS) this.#giveUp(this.#steps.keys().next().value as string);
    const step = known ?? this.#make(batch);
    this.#steps.delete(key); // and put it last, as the one used most recently
    this.#steps.set(key, step);
    return step;
  }

  #make({ rows, layout }: Batch): StagedStep {
    const place = (shape: readonly number[]): StagedTensor => stagedTensor([rows, ...shape], 'float32');
    const staged = {
      inputs: layout.inputs.map(place),
      targets: layout.targets.map(place),
      weights: layout.isWeighted ? place([]) : undefined,
    };
    const { compute, replayable, externals } = this.#work;
    const compiled = compileStep({ step: () => compute(tensorsOf(staged)), replayable, externals });
    return { ...staged, compiled };
  }

  /** There may be too many for the memory that others need. */
  #failed(key: string, error: unknown): never {
    this.#giveUp(key);
    throw error;
  }

  #giveUp(key: string): void {
    const step = this.#steps.get(key);
    this.#steps.delete(key);
    this.#recent = undefined;
    if (!step) return;
    step.compiled.dispose();
    for (const staged of [...step.inputs, ...step.targets, step.weights]) staged?.dispose();
  }
}

/** The error of an optimizer that was disposed of, perhaps between two batches. */
export function disposedOptimizer(where: string): DisposedError {
  return new DisposedError({
    where,
    expected: 'one in use',
    received: 'one that was disposed of',
    remedy: 'Make another one for the network, which keeps its weights.',
  });
}

const KEYS = new WeakMap<Layout, string>();

/** Batches with the same key are computed by the same step. */
function keyOf({ rows, layout }: Batch): string {
  let key = KEYS.get(layout);
  if (key === undefined) {
    key = `${JSON.stringify([layout.inputs, layout.targets])}${layout.isWeighted ? ' weighted' : ''}`;
    KEYS.set(layout, key);
  }
  return `${rows} ${key}`;
}

function stage(step: StagedStep, batch: Batch): void {
  const { inputs, targets } = batch;
  for (let index = 0; index < inputs.length; index++) step.inputs[index]?.fill(inputs[index] as Write);
  for (let index = 0; index < targets.length; index++) step.targets[index]?.fill(targets[index] as Write);
  if (batch.weights) step.weights?.fill(batch.weights);
  batch.taken?.();
}

function tensorsOf({ inputs, targets, weights }: Omit<StagedStep, 'compiled'>): BatchTensors {
  return {
    inputs: inputs.map(({ tensor }) => tensor),
    targets: targets.map(({ tensor }) => tensor),
    weights: weights?.tensor as Tensor1D | undefined,
  };
}
