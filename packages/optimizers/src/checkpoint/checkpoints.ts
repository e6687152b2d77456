import type { CheckpointStore } from '@neutype/files';
import type { EpochRecord } from '../history.js';
import type { TrainingRun } from '../loop/trainingRun.js';
import { monitoredValue, usualMode } from '../signals/monitor.js';
import type { CheckpointPlan } from './checkpointOptions.js';
import type { Identity } from './identity.js';
import { messageOf } from './messageOf.js';
import { capture, type Standing } from './trainingState.js';

/** The checkpoints of one training: when they are taken, and how they are written while it goes on. */
export class Checkpoints {
  readonly #store: CheckpointStore;
  readonly #plan: CheckpointPlan;
  readonly #identity: Identity;
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #lastUpdate: number;
  #lastMoment: number = performance.now();
  /** What the last epoch has ended with, where no checkpoint was taken of it. */
  #untaken: Standing | undefined;
  #isCut = false;

  /** @param made how many updates were made before */
  constructor(
    store: CheckpointStore,
    plan: CheckpointPlan,
    { identity, made }: { readonly identity: Identity; readonly made: number },
  ) {
    this.#store = store;
    this.#plan = plan;
    this.#identity = identity;
    this.#lastUpdate = made;
  }

  /**
   * Whether one is to be taken after an update. While another one is written it has to wait.
   *
   * @throws what has gone wrong with the last one, where training is to stop then
   */
  isDue(made: number): boolean {
    this.#throwFailure();
    if (this.#writing !== undefined) return false;
    const { everySeconds, everyUpdates } = this.#plan;
    if (made - this.#lastUpdate >= everyUpdates) return true;
    return everySeconds !== Infinity && performance.now() - this.#lastMoment >= 1000 * everySeconds;
  }

  /** Copies all, and begins to write it. */
  async take(run: TrainingRun, standing: Standing): Promise<void> {
    if (run.control.isDisposed) return;
    await this.#writing;
    this.#throwFailure();
    this.#untaken = undefined;
    this.#lastUpdate = run.updates.made;
    this.#lastMoment = performance.now();
    const checkpoint = await capture(run, this.#identity, standing);
    this.#writing = this.#store
      .write(checkpoint)
      .catch((error: unknown) => this.#fail(run, error))
      .finally(() => {
        this.#writing = undefined;
      });
  }

  /** An epoch is done, and signals have heard of it. */
  async afterEpoch(run: TrainingRun, record: EpochRecord): Promise<void> {
    if (this.#isCut) return;
    const standing = { value: this.#valueOf(run, record) };
    if (record.epoch % this.#plan.everyEpochs === 0) await this.take(run, standing);
    else this.#untaken = standing;
  }

  /**
   * Training is stopped within an epoch.
   *
   * @param standing where; nothing where it cannot be gone on with from there
   */
  async cut(run: TrainingRun, standing: Standing | undefined): Promise<void> {
    this.#isCut = true;
    if (standing) await this.take(run, standing);
  }

  /** Takes one of the end, if none was taken, and waits until it is written. */
  async finish(run: TrainingRun): Promise<void> {
    if (this.#untaken) await this.take(run, this.#untaken);
    await this.settle();
    this.#throwFailure();
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  #valueOf({ metrics }: TrainingRun, record: EpochRecord): number | undefined {
    const { keepBest } = this.#plan;
    const value = keepBest === undefined ? undefined : monitoredValue(record, keepBest);
    if (keepBest === undefined || value === undefined || Number.isNaN(value)) return undefined;
    return usualMode(keepBest, metrics) === 'max' ? -value : value;
  }

  #fail({ settings }: TrainingRun, error: unknown): void {
    if (this.#plan.onFailure === 'stop') this.#failure = { error };
    else settings.reporter.warn(`A checkpoint was not written, and training goes on. ${messageOf(error)}`);
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
