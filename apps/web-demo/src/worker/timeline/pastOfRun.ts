import type { Timeline } from '../../shared/timeline.js';
import type { Outcome } from '../outcome.js';
import type { Trained } from '../predictDrawing.js';
import { type KeptEpoch, KeptEpochs } from './keptEpochs.js';
import { PastNetwork, readWeights, writeWeights } from './pastNetwork.js';

/** About thirty epochs of the tutorial's network. */
const MOST_BYTES = 64 * 2 ** 20;

interface Past extends KeptEpoch {
  /** What it took the validation digits for; not known before the first epoch until somebody looks. */
  outcome: Outcome | undefined;
}

/** What a network was after each epoch of its training, and the one of these that is looked at. */
export class PastOfRun {
  readonly #kept: KeptEpochs<Past>;
  readonly #report: (timeline: Timeline) => void;
  #network: PastNetwork | undefined;
  #lookedAt: Past | undefined;

  constructor(report: (timeline: Timeline) => void, mostBytes: number = MOST_BYTES) {
    this.#kept = new KeptEpochs(mostBytes);
    this.#report = report;
  }

  /** The network that is looked at, while that is not the one of now. */
  get shown(): Trained | undefined {
    return this.#lookedAt && this.#network?.trained;
  }

  /** The epoch that is looked at. */
  get epoch(): number | undefined {
    return this.#lookedAt?.epoch;
  }

  get outcome(): Outcome | undefined {
    return this.#lookedAt?.outcome;
  }

  /** Keeps what the network is after this epoch. */
  async keep(epoch: number, trained: Trained, outcome?: Outcome): Promise<void> {
    this.#kept.keep({ epoch, weights: await readWeights(trained), outcome });
    this.#tell();
  }

  /** Looks at an epoch; at what there is now where none is given, or it is not kept any more. */
  lookAt(epoch: number | undefined, present: Trained): void {
    this.#lookedAt = epoch === undefined ? undefined : this.#kept.at(epoch);
    if (this.#lookedAt) {
      this.#network ??= new PastNetwork(present);
      this.#network.take(this.#lookedAt.weights);
    }
    this.#tell();
  }

  /** What was computed of the epoch that is looked at. */
  learn(outcome: Outcome): void {
    if (this.#lookedAt) this.#lookedAt.outcome = outcome;
  }

  /** The backend has changed: what is looked at moves there. */
  move(): void {
    if (this.#lookedAt) this.#network?.take(this.#lookedAt.weights);
  }

  /** Gives a network the weights of the epoch that is looked at. */
  restore(trained: Trained): void {
    if (this.#lookedAt) writeWeights(trained, this.#lookedAt.weights);
  }

  /** Another run, or another network: there is nothing to go back to. */
  forget(): void {
    const wasEmpty = this.#kept.epochs.length === 0 && !this.#kept.isTooLarge;
    this.#kept.forget();
    this.#lookedAt = undefined;
    this.#network?.dispose();
    this.#network = undefined;
    if (!wasEmpty) this.#tell();
  }

  #tell(): void {
    const { epochs, every, isTooLarge } = this.#kept;
    this.#report({ epochs, every, isTooLarge, lookedAt: this.#lookedAt?.epoch });
  }
}
