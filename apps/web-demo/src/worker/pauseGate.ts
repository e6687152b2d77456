/** Holds updates back while it is closed; lets single ones through on request. */
export class PauseGate {
  #closed: Promise<void> | undefined;
  #open: () => void = () => {};

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
    this.#open();
  }

  /** Lets one update through and closes again behind it. */
  letOneThrough(): void {
    if (!this.isClosed) return;
    this.open();
    this.close();
  }

  /** What to wait for before the next update; nothing while the gate is open. */
  wait(): Promise<void> | undefined {
    return this.#closed;
  }
}
