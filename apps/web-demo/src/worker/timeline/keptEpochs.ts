/** A network as it was after an epoch. */
export interface KeptEpoch {
  /** 0 is before the first. */
  readonly epoch: number;
  /** The values of its parameters, in order. */
  readonly weights: readonly Float32Array[];
}

/**
 * Epochs to go back to, within so many bytes. Once they take more, every second one goes, then every second of those, and so
 * on: what is left lies evenly. The first and the last are kept as long as two find room.
 */
export class KeptEpochs<Kept extends KeptEpoch> {
  readonly #mostBytes: number;
  #kept: Kept[] = [];
  #every = 1;
  #isTooLarge = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get epochs(): readonly number[] {
    return this.#kept.map(({ epoch }) => epoch);
  }

  /** How many epochs lie between those that stay. */
  get every(): number {
    return this.#every;
  }

  /** Whether there is no room for two. */
  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  at(epoch: number): Kept | undefined {
    return this.#kept.find((each) => each.epoch === epoch);
  }

  /** Keeps an epoch that comes after all others. */
  keep(epoch: Kept): void {
    if (2 * bytesOf(epoch) > this.#mostBytes) {
      this.#isTooLarge = true;
      this.#kept = [];
      return;
    }
    this.#thin();
    this.#kept.push(epoch);
    while (this.#kept.length * bytesOf(epoch) > this.#mostBytes) {
      this.#every *= 2;
      this.#thin(epoch);
    }
  }

  forget(): void {
    this.#kept = [];
    this.#every = 1;
    this.#isTooLarge = false;
  }

  /** Leaves every so many; the last one was kept only until there is a later one. */
  #thin(last?: Kept): void {
    this.#kept = this.#kept.filter((each) => each.epoch % this.#every === 0 || each === last);
  }
}

function bytesOf({ weights }: KeptEpoch): number {
  return weights.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
