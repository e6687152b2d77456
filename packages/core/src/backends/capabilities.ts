import { type DataType, engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Breath } from '../breath.js';
import type { Shape } from '../shape.js';

/** What staged tensors may hold. */
export type StagedDataType = Extract<DataType, 'float32' | 'int32'>;

/** The typed array that holds elements of a staged data type. */
export type StagedArray<D extends StagedDataType> = D extends 'float32' ? Float32Array : Int32Array;

/**
 * What a tfjs backend object may offer beyond tfjs's own interface. Each has a general way for backends without it.
 */
export interface EngineCapabilities {
  /**
   * `false` where kernels of Neutype's operations are registered for the backend but cannot run as it is configured now; the
   * operations are then composed as on backends that have none.
   */
  readonly runsOwnKernels?: boolean;
  /** Reading a scalar back does not stall the device. */
  readonly readsAreFree?: boolean;
  /**
   * A tensor that stays where it is until it is disposed of, with a way to write to its memory directly.
   *
   * `view()` must be called anew before each write: the memory may have moved since.
   */
  allocateStaging?<D extends StagedDataType>(
    shape: Shape,
    dtype: D,
  ): { readonly tensor: Tensor; view(): StagedArray<D> };
  /**
   * Throws where so many bytes could not be held even if nothing else were: the error names `purpose`. For what is known
   * beforehand, so that nobody waits for it to fail.
   */
  requireRoom?(bytes: number, purpose: string): void;
  /** Copies as many values of a float32 tensor as `target` holds, from `begin` on. */
  readInto?(tensor: Tensor, begin: number, target: Float32Array): void;
  /** Runs `step` and records the kernels it launches. */
  recordStep?<T>(step: () => T): RecordedRun<T>;
  /** While replays that give way have begun and are not done: once those that there are now are. */
  readonly stepsUnderWay?: Promise<void> | undefined;
}

/** What came of running a step that was recorded. */
export interface RecordedRun<T> {
  readonly value: T;
  /** Missing where the step did something that running its kernels again would not repeat. */
  readonly recording: StepRecording | undefined;
  /** Where there is no recording: why not, as a sentence that tells what to change. */
  readonly reason?: string | undefined;
}

/** The kernels that one step launched, with their buffers and immediate arguments. */
export interface StepRecording {
  /**
   * What the other recording of the same step does differently, as a sentence that tells what to change; undefined where
   * both run the same kernels on the same buffers with the same immediates.
   */
  difference(other: StepRecording): string | undefined;
  /**
   * A program that runs the recorded kernels again on the recorded buffers, and reserves those buffers that were
   * free after the step until it is disposed of.
   */
  compile(): StepProgram;
  /** Gives its memory back. It cannot be compiled any more, but still be compared. */
  dispose(): void;
}

/** A recorded step that can be run again. */
export interface StepProgram {
  /**
   * `false` once tensors from outside the step lie elsewhere or are gone: it must not be replayed then. Tensors are moved
   * by use on another backend, and keep their identity. Left out where that cannot be told.
   */
  readonly isValid?: boolean;
  replay(): void;
  /**
   * The same, but others run between its launches whenever `breath` is due. They see either none of what the step changes
   * or all of it: where they use a tensor of the step in between, the rest of the step is done first, at once. Left out
   * where replays cannot be interrupted.
   *
   * @param done called when all is done, before anybody sees it
   * @returns nothing where nobody had to run in between
   */
  replayInParts?(breath: Breath, done: () => void): Promise<void> | undefined;
  /** Where a replay is under way, the rest of it is done first. */
  dispose(): void;
}

/** What the current backend offers. */
export function engineCapabilities(): EngineCapabilities {
  return engine().backend as EngineCapabilities;
}
