import { checkOptions, DisposedError, optionNames } from '@neutype/errors';
import { keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { activeBackend, backendName } from '../backends/active.js';
import {
  engineCapabilities,
  type RecordedRun,
  type StepProgram,
  type StepRecording,
} from '../backends/capabilities.js';
import type { Breath } from '../breath.js';
import { disposeAbandonedTape } from '../gradients/valueAndGradients.js';
import { isShared } from '../operations/isShared.js';

export interface StepOptions {
  /** Computes from staged tensors and `externals`; what it returns is copied out, everything else it makes is freed. */
  readonly step: () => readonly Tensor[];
  /**
   * Whether `step` may be recorded: it runs the same kernels each time, with everything that changes held in staged
   * tensors. A sentence for why not.
   */
  readonly replayable: boolean | string;
  /** The tensors from outside that the step reads or updates: parameters and the optimizer's state. */
  readonly externals: () => readonly Tensor[];
}

const STEP_OPTIONS = optionNames<StepOptions>({ step: true, replayable: true, externals: true });

/** A training step that gets faster by being run. */
export interface CompiledStep {
  /** `'replayed'`, `'recording'` while it is being tried, or a sentence that tells why it is not replayed. */
  readonly replay: string;
  /** Runs the step once. The outputs belong to the step and are valid until the next run. */
  run(): readonly Tensor[];
  /**
   * The same, but a replay lets others run whenever `breath` is due. They see either none of what the step changes or all
   * of it. The step must not be run again before it is done.
   *
   * @param done called when all is done, before anybody sees it
   * @returns a promise only where others had to run in between
   */
  runInParts(breath: Breath, done?: () => void): readonly Tensor[] | Promise<readonly Tensor[]>;
  /**
   * Has the next run compared with what is replayed, unless a comparison was made only a few runs ago. A step that has
   * changed, because it takes a number from JavaScript for example, is not replayed any more.
   */
  recheck(): void;
  dispose(): void;
}

/**
 * Each recording is compared with the one before. The first run may create variables and state, upload values, and so
 * be no recording at all. After this many the step is not one that repeats itself.
 */
const RECORDING_ATTEMPTS = 6;
/** Where runs are to be checked more often, an ordinary run costs more than replays save. */
const REPLAYS_BETWEEN_CHECKS = 16;
/** A step that differs from its recording so many times in a row has changed. */
const CHECK_ATTEMPTS = 2;

const DECLINED = 'The step was made with replayable: false.';
const MEMORY_MOVED =
  'Tensors from outside the step lie elsewhere after each run, as variables do that are assigned to while a clone of them is held.';

/**
 * Makes a step that is recorded at its first runs and then replayed, where the backend can and two recordings agree:
 * no tape, no JavaScript per kernel, no allocation. Elsewhere every run is an ordinary one.
 *
 * A recording is given up, and made anew, when a tensor among `externals` got other memory (weights were replaced), when
 * somebody holds a clone of a variable among them, when the backend changed, even for a new one of the same name, or when
 * the backend says that tensors were moved, as they are by use on another backend.
 *
 * Compare CUDA graphs: https://pytorch.org/blog/accelerating-pytorch-with-cuda-graphs/
 *
 * @example
 * ```ts
 * const trainStep = compileStep({
 *   step: () => {
 *     const { value, gradients } = valueAndGradients(loss, [weight.variable]);
 *     weight.variable.assign(sub(weight.variable, mul(step.tensor, gradients[0]!)));
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
  /** The last recording that nothing was compiled from. */
  #recording: StepRecording | undefined;
  /** Why the last attempt gave no program. */
  #reason: string | undefined;
  #program: StepProgram | undefined;
  /** What the program was compiled from: disposed of, and kept to be compared with. */
  #compiled: StepRecording | undefined;
  #replays = 0;
  #checksLeft = 0;
  /** How the step has changed since it was compiled. */
  #change: string | undefined;
  #disposed = false;

  constructor(options: StepOptions) {
    this.#options = options;
  }

  get replay(): string {
    if (this.#program !== undefined && this.#checksLeft === 0) return 'replayed';
    return this.#obstacle() ?? 'recording';
  }

  run(): readonly Tensor[] {
    const program = this.#programToReplay();
    if (program !== undefined) return this.#replayOnce(program);
    this.#disposeProgram();
    this.#disposeOutputs();
    this.#outputs = this.#obstacle() === undefined ? this.#record() : this.#runOnce();
    this.#memoryMoved();
    return this.#outputs;
  }

  runInParts(breath: Breath, done: () => void = () => {}): readonly Tensor[] | Promise<readonly Tensor[]> {
    const program = this.#programToReplay();
    if (program?.replayInParts) {
      const rest = program.replayInParts(breath, () => {
        this.#replays++;
        done();
      });
      return rest === undefined ? this.#outputs : this.#outputsAfter(rest);
    }
    const others = engineCapabilities().stepsUnderWay;
    return others === undefined ? this.#runWhole(done) : others.then(() => this.#runWhole(done));
  }

  recheck(): void {
    if (this.#program !== undefined && this.#replays >= REPLAYS_BETWEEN_CHECKS) {
      this.#checksLeft = CHECK_ATTEMPTS;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#forget();
    this.#disposeOutputs();
  }

  /** Why runs are not recorded, or not any more; undefined while they are. */
  #obstacle(): string | undefined {
    const { replayable } = this.#options;
    if (replayable !== true) return replayable === false ? DECLINED : replayable;
    if (this.#change !== undefined) return this.#change;
    if (this.#backend !== undefined && engineCapabilities().recordStep === undefined) {
      return `The backend ${backendName()} does not record steps.`;
    }
    return this.#attempts < RECORDING_ATTEMPTS ? undefined : this.#reason;
  }

  /** The program that is to be replayed now, if there is one that may be. */
  #programToReplay(): StepProgram | undefined {
    this.#requireUse();
    if (this.#memoryMoved() || (this.#program !== undefined && !this.#mayReplay())) this.#forget();
    return this.#checksLeft === 0 ? this.#program : undefined;
  }

  #requireUse(): void {
    if (!this.#disposed) return;
    throw new DisposedError({
      where: 'compileStep',
      expected: 'a step in use',
      received: 'a disposed one',
    });
  }

  async #outputsAfter(rest: Promise<void>): Promise<readonly Tensor[]> {
    await rest;
    this.#requireUse(); // whoever ran in between may have disposed of it
    return this.#outputs;
  }

  #runWhole(done: () => void): readonly Tensor[] {
    const outputs = this.run();
    done();
    return outputs;
  }

  #replayOnce(program: StepProgram): readonly Tensor[] {
    program.replay();
    this.#replays++;
    return this.#outputs;
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
    const run = engineCapabilities().recordStep!(() => this.#runOnce());
    this.#attempts++;
    // What the step has replaced instead of changing it in place is elsewhere at the next run.
    if (this.#memoryMoved()) {
      run.recording?.dispose();
      this.#compare({ ...run, recording: undefined, reason: MEMORY_MOVED });
    } else {
      this.#compare(run);
    }
    return run.value;
  }

  #compare({ recording, reason }: RecordedRun<unknown>): void {
    const before = this.#compiled ?? this.#recording;
    const difference = recording && before?.difference(recording);
    this.#reason = reason ?? difference;
    this.#forgetRecording();
    if (recording === undefined) {
      this.#compiled = undefined;
    } else if (before !== undefined && difference === undefined) {
      this.#compile(recording);
    } else if (this.#compiled !== undefined) {
      recording.dispose();
      this.#checksLeft--;
      if (this.#checksLeft > 0) return;
      this.#change = difference;
      this.#compiled = undefined;
    } else if (this.#attempts < RECORDING_ATTEMPTS) {
      this.#recording = recording;
    } else {
      recording.dispose();
    }
  }

  #compile(recording: StepRecording): void {
    this.#program = recording.compile();
    recording.dispose();
    this.#compiled = recording;
    this.#replays = 0;
    this.#checksLeft = 0;
    this.#attempts = 0;
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
    this.#disposeProgram();
    this.#forgetRecording();
    this.#compiled = undefined;
    this.#checksLeft = 0;
    this.#attempts = 0;
  }

  #disposeProgram(): void {
    this.#program?.dispose();
    this.#program = undefined;
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
