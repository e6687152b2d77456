import type { Model } from '@neutype/core';
import { NeutypeError } from '@neutype/errors';
import { BackendSwitch } from './backendSwitch.js';
import { claimParameters } from './claimParameters.js';
import { StopFlag } from './stopFlag.js';

/** What may be asked of a training run from outside: that it stop, or go on on another backend. One run at a time. */
export class TrainingControl {
  readonly stop: StopFlag = new StopFlag();
  readonly backendSwitch: BackendSwitch = new BackendSwitch();
  /** Whether training stands still between two epochs, so that what is asked for is to be done at once. */
  isPaused = false;
  #isTraining = false;
  #isDisposed = false;

  get isTraining(): boolean {
    return this.#isTraining;
  }

  /** Whether the optimizer was disposed of, perhaps while it trains. */
  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /**
   * Begins a run on a network that `signal` may abort.
   *
   * @returns what ends it
   * @throws NeutypeError while another run goes on, of this optimizer or of another one on the same parameters
   */
  begin(network: Model, signal: AbortSignal | undefined): () => void {
    if (this.#isTraining) {
      throw new NeutypeError({
        where: 'train',
        expected: 'one call at a time',
        received: 'a second one while the first is not done',
        remedy: 'Await the first.',
      });
    }
    const releaseParameters = claimParameters(network);
    this.#isTraining = true;
    this.stop.lower();
    const abort = (): void => this.stop.raise('aborted');
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    return () => {
      signal?.removeEventListener('abort', abort);
      releaseParameters();
      this.#isTraining = false;
    };
  }

  /** Ends the run that goes on, if one does, for good. */
  dispose(): void {
    this.#isDisposed = true;
    if (this.#isTraining) this.stop.raise('the optimizer was disposed of');
  }
}
