import { engineCapabilities } from '@neutype/core';
import { add, stack, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Takes the losses of updates as they come, and hands their values on in the same order: at once where reading is
 * free, otherwise a group at a time, so that no update waits for the one before it to be read back.
 */
export class LossLog {
  readonly #onLoss: (loss: number) => void;
  #unread: Tensor[] = [];

  constructor(onLoss: (loss: number) => void) {
    this.#onLoss = onLoss;
  }

  /** Notes a scalar, which may change or be freed afterwards. */
  note(loss: Tensor): void {
    if (engineCapabilities().readsAreFree) this.#onLoss(loss.dataSync()[0] as number);
    else this.#unread.push(copyOf(loss));
  }

  /** Notes a loss that has been read already. */
  take(loss: number): void {
    this.#onLoss(loss);
  }

  /** Reads what has not been read yet. */
  async settle(): Promise<void> {
    if (this.#unread.length === 0) return;
    const together = stack(this.#unread);
    this.dispose();
    const losses = await together.data();
    together.dispose();
    for (const loss of losses) this.#onLoss(loss);
  }

  /** Frees what has not been read. */
  dispose(): void {
    for (const loss of this.#unread) loss.dispose();
    this.#unread = [];
  }
}

/** A clone shares memory that a replayed step writes to again; where nothing is replayed it is enough. */
function copyOf(loss: Tensor): Tensor {
  return engineCapabilities().recordStep ? add(loss, 0) : loss.clone();
}
