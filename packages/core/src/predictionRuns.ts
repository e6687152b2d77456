import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { engineCapabilities } from './backends/capabilities.js';
import type { Breath } from './breath.js';
import type { Model } from './model.js';
import { type StagedTensor, stagedTensor } from './staged/stagedTensor.js';
import { type CompiledStep, compileStep } from './step/compileStep.js';
import { Turns } from './turns.js';

/** Samples computed at a time: the values of `rows` samples, one after another. */
export interface PredictionBatch {
  readonly rows: number;
  readonly values: ArrayLike<number>;
}

interface PredictionStep {
  readonly input: StagedTensor;
  readonly compiled: CompiledStep;
}

const INFERENCE = { training: false } as const;
/** Batches of one size before a step is kept for them: what is predicted once or twice leaves nothing behind. */
const BATCHES_BEFORE = 2;
/** Sizes of batches that steps are kept for. */
const KEPT_STEPS = 4;
/** Sizes of batches that are counted. */
const COUNTED_SIZES = 16;

const RUNS = new WeakMap<Model, PredictionRuns>();
/** Frees what models leave on the backend when nobody holds them any more. */
const ABANDONED = new FinalizationRegistry<PredictionRuns>((runs) => runs.dispose());

/** A model's forward passes in the mode of prediction, which are recorded and replayed where sizes of batches come again. */
export function predictionRuns(model: Model): PredictionRuns {
  const known = RUNS.get(model);
  if (known) return known;
  const runs = new PredictionRuns(model);
  RUNS.set(model, runs);
  ABANDONED.register(model, runs);
  return runs;
}

/**
 * Frees what `predictModel` keeps on the backend to predict faster what it has predicted before. A model that nobody holds any
 * more is forgotten by itself.
 */
export function forgetPredictions(model: Model): void {
  RUNS.get(model)?.dispose();
}

class PredictionRuns {
  /** Not held: what is kept for a model ends with it. */
  readonly #model: WeakRef<Model>;
  readonly #counts = new Map<number, number>();
  readonly #steps = new Map<number, PredictionStep>();
  readonly #turns = new Turns();

  constructor(model: Model) {
    this.#model = new WeakRef(model);
  }

  /** @returns the values of the outputs, sample after sample */
  run(batch: PredictionBatch, breath: Breath): Promise<Float32Array> {
    const model = this.#alive;
    if (!model.replayable || engineCapabilities().recordStep === undefined) return runOnce(model, batch);
    const work = (): Promise<Float32Array> => {
      const step = this.#stepFor(batch.rows);
      return step ? runStep(step, batch, breath) : runOnce(model, batch);
    };
    return this.#turns.take(work, () => breath.goOn());
  }

  dispose(): void {
    for (const rows of [...this.#steps.keys()]) this.#giveUp(rows);
    this.#counts.clear();
  }

  #stepFor(rows: number): PredictionStep | undefined {
    const known = this.#steps.get(rows);
    if (!known && this.#count(rows) <= BATCHES_BEFORE) return undefined;
    const step = known ?? this.#make(rows);
    this.#steps.delete(rows); // and put it last, as the one used most recently
    this.#steps.set(rows, step);
    if (this.#steps.size > KEPT_STEPS) this.#giveUp(this.#steps.keys().next().value as number);
    return step;
  }

  #count(rows: number): number {
    if (this.#counts.size >= COUNTED_SIZES && !this.#counts.has(rows)) this.#counts.clear();
    const count = (this.#counts.get(rows) ?? 0) + 1;
    this.#counts.set(rows, count);
    return count;
  }

  #make(rows: number): PredictionStep {
    const input = stagedTensor([rows, ...this.#alive.inputShape], 'float32');
    const compiled = compileStep({
      step: () => [this.#alive.forward(input.tensor, INFERENCE)],
      replayable: true,
      externals: () => this.#alive.parameters.map(({ variable }) => variable),
    });
    return { input, compiled };
  }

  #giveUp(rows: number): void {
    const step = this.#steps.get(rows);
    this.#steps.delete(rows);
    step?.compiled.dispose();
    step?.input.dispose();
  }

  /** Whoever runs it holds it. */
  get #alive(): Model {
    return this.#model.deref() as Model;
  }
}

async function runStep(
  { input, compiled }: PredictionStep,
  { values }: PredictionBatch,
  breath: Breath,
): Promise<Float32Array> {
  input.fill((target) => target.set(values));
  const [output] = await compiled.runInParts(breath);
  return (output as Tensor).data<'float32'>();
}

async function runOnce(model: Model, { rows, values }: PredictionBatch): Promise<Float32Array> {
  await engineCapabilities().stepsUnderWay;
  const batch = tensor(new Float32Array(values), [rows, ...model.inputShape]);
  try {
    const output = tidy(() => model.forward(batch, INFERENCE));
    try {
      return await output.data<'float32'>();
    } finally {
      output.dispose();
    }
  } finally {
    batch.dispose();
  }
}
