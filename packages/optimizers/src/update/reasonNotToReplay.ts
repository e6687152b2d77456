import { engineCapabilities } from '@neutype/core';
import { RECORDING, REPLAYED } from './batchRuns.js';

/** Tells once, for the log, why updates are not replayed where they could be. */
export class ReasonNotToReplay {
  #hasTold = false;

  /** The reason, once it is settled. */
  take(replay: string): string | undefined {
    const isSettled = replay !== REPLAYED && replay !== RECORDING;
    if (this.#hasTold || !isSettled || engineCapabilities().recordStep === undefined) return undefined;
    this.#hasTold = true;
    return replay;
  }
}
