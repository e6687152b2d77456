import { NeutypeError } from '@neutype/core';
import { BackendSwitch } from './backendSwitch.js';
import { StopFlag } from './stopFlag.js';

/** What may be asked of a training run from outside: that it stop, or go on on another backend. One run at a time. */
export class TrainingControl {
  readonly stop: StopFlag = new StopFlag();
  readonly backendSwitch: BackendSwitch = new BackendSwitch();
  #isTraining = false;

  get isTraining(): boolean {
    return this.#isTraining;
  }

  /**
   * Begins a run that `signal` may abort.
   *
   * @returns what ends it
   * @throws NeutypeError while another run goes on
   */
  begin(signal: AbortSignal | undefined): () => void {
    if (this.#isTraining) {
      throw new NeutypeError({
        where: 'train',
        expected: 'one call at a time',
        received: 'a second one while the first is not done',
        remedy: 'Await the first.',
      });
    }
    this.#isTraining = true;
    this.stop.lower();
    const abort = (): void => this.stop.raise('aborted');
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    return () => {
      signal?.removeEventListener('abort', abort);
      this.#isTraining = false;
    };
  }
}
