/** Holds updates back while it is closed; lets single ones through on request. */
export class PauseGate {
  #closed: Promise<void> | undefined;
  #open: () => void = () => {};
  #isWaitedFor = false;
  /** How many were let through before they came. */
  #free = 0;

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  close(): void {
    if (this.isClosed) return;
    this.#closed = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#closed = undefined;
    this.#isWaitedFor = false;
    this.#free = 0;
    this.#open();
  }

  /** Lets one update through, that which waits or else the next that comes, and closes again behind it. */
  letOneThrough(): void {
    if (!this.isClosed) return;
    if (!this.#isWaitedFor) {
      this.#free += 1;
      return;
    }
    this.open();
    this.close();
  }

  /** What an update waits for; nothing where it may go on. */
  wait(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    this.#isWaitedFor = this.isClosed;
    return this.#closed;
  }
}
