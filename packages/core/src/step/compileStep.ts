import { checkOptions, DisposedError, optionNames } from '@neutype/errors';
import { keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { activeBackend } from '../backends/active.js';
import { engineCapabilities, type StepProgram, type StepRecording } from '../backends/capabilities.js';
import { disposeAbandonedTape } from '../gradients/valueAndGradients.js';
import { isShared } from '../updates/inPlace.js';

export interface StepOptions {
  /** Computes from staged tensors and `externals`; what it returns is copied out, everything else it makes is freed. */
  readonly step: () => readonly Tensor[];
  /** Whether `step` runs the same kernels each time, with everything that changes held in staged tensors. */
  readonly replayable: boolean;
  /** The tensors from outside that the step reads or updates: parameters and the optimizer's state. */
  readonly externals: () => readonly Tensor[];
}

const STEP_OPTIONS = optionNames<StepOptions>({ step: true, replayable: true, externals: true });

/** A training step that gets faster by being run. */
export interface CompiledStep {
  /** Whether runs are replays of a recording by now. */
  readonly isReplaying: boolean;
  /** Runs the step once. The outputs belong to the step and are valid until the next run. */
  run(): readonly Tensor[];
  dispose(): void;
}

/**
 * Each recording is compared with the one before. The first run may create variables and state, upload values, and so
 * be no recording at all. After this many the step is not one that repeats itself.
 */
const RECORDING_ATTEMPTS = 6;

/**
 * Makes a step that is recorded at its first runs and then replayed, where the backend can and two recordings agree:
 * no tape, no JavaScript per kernel, no allocation. Elsewhere every run is an ordinary one.
 *
 * A recording is given up, and made anew, when a tensor among `externals` got other memory (weights were replaced), when
 * somebody holds a clone of a variable among them, when the backend changed, be it for a new one of the same name, or when
 * the backend says that tensors were moved, as they are by use on another backend.
 *
 * Compare CUDA graphs: https://pytorch.org/blog/accelerating-pytorch-with-cuda-graphs/
 *
 * @example
 * ```ts
 * const trainStep = compileStep({
 *   step: () => {
 *     const { value, gradients } = valueAndGradients(loss, [weight.variable]);
 *     gradientDescentUpdate(weight.variable, gradients[0]!, step.tensor);
 *     return [value];
 *   },
 *   replayable: true,
 *   externals: () => [batch.tensor, weight.variable],
 * });
 * const [loss] = trainStep.run();
 * ```
 */
export function compileStep(options: StepOptions): CompiledStep {
  checkOptions('compileStep', options, STEP_OPTIONS);
  return new RecordedStep(options);
}

class RecordedStep implements CompiledStep {
  readonly #options: StepOptions;
  #outputs: readonly Tensor[] = [];
  #backend: object | undefined;
  #memory: readonly object[] = [];
  #attempts = 0;
  #recording: StepRecording | undefined;
  #program: StepProgram | undefined;
  #disposed = false;

  constructor(options: StepOptions) {
    this.#options = options;
  }

  get isReplaying(): boolean {
    return this.#program !== undefined;
  }

  run(): readonly Tensor[] {
    if (this.#disposed) {
      throw new DisposedError({
        where: 'compileStep',
        expected: 'a step in use',
        received: 'a disposed one',
      });
    }
    if (this.#memoryMoved() || (this.isReplaying && !this.#mayReplay())) this.#forget();
    if (this.#program !== undefined) {
      this.#program.replay();
      return this.#outputs;
    }
    this.#disposeOutputs();
    this.#outputs = this.#mayRecord() ? this.#record() : this.#runOnce();
    this.#memoryMoved();
    return this.#outputs;
  }

  dispose(): void {
    this.#disposed = true;
    this.#forget();
    this.#disposeOutputs();
  }

  #mayRecord(): boolean {
    return (
      this.#options.replayable &&
      this.#attempts < RECORDING_ATTEMPTS &&
      engineCapabilities().recordStep !== undefined
    );
  }

  #runOnce(): readonly Tensor[] {
    try {
      // Clones, because a step may also return a tensor that is not its own.
      return tidy(() => this.#options.step().map((output) => keep(output.clone())));
    } catch (error) {
      disposeAbandonedTape();
      throw error;
    }
  }

  #record(): readonly Tensor[] {
    const { value, recording } = engineCapabilities().recordStep!(() => this.#runOnce());
    this.#attempts++;
    // What the step has replaced instead of changing it in place is elsewhere at the next run.
    if (this.#memoryMoved()) {
      recording?.dispose();
      this.#compareWithLast(undefined);
    } else {
      this.#compareWithLast(recording);
    }
    return value;
  }

  #compareWithLast(recording: StepRecording | undefined): void {
    const last = this.#recording;
    this.#recording = recording;
    if (recording !== undefined && last !== undefined && last.difference(recording) === undefined) {
      this.#program = recording.compile();
    }
    last?.dispose();
    if (this.#program !== undefined || this.#attempts >= RECORDING_ATTEMPTS) this.#forgetRecording();
  }

  /** Whether the backend or the memory of an external tensor is another than when this was last asked. */
  #memoryMoved(): boolean {
    const backend = activeBackend();
    const externals = this.#options.externals();
    const same =
      backend === this.#backend &&
      externals.length === this.#memory.length &&
      externals.every(({ dataId }, index) => dataId === this.#memory[index]);
    if (same) return false;
    this.#backend = backend;
    this.#memory = externals.map(({ dataId }) => dataId);
    return true;
  }

  #mayReplay(): boolean {
    return this.#program?.isValid !== false && !this.#variablesAreShared();
  }

  /** A replay changes variables where they are; a clone that was taken meanwhile must keep its values. */
  #variablesAreShared(): boolean {
    return this.#options.externals().some((external) => isVariable(external) && isShared(external));
  }

  #forget(): void {
    this.#program?.dispose();
    this.#program = undefined;
    this.#forgetRecording();
    this.#attempts = 0;
  }

  #forgetRecording(): void {
    this.#recording?.dispose();
    this.#recording = undefined;
  }

  #disposeOutputs(): void {
    for (const output of this.#outputs) output.dispose();
    this.#outputs = [];
  }
}

function isVariable(tensor: Tensor): boolean {
  return 'assign' in tensor;
}
