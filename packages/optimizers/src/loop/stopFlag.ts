/** Asks a training run to end after the batch that it is at. */
export class StopFlag {
  #message: string | undefined;

  /** Why training shall stop; `undefined` while it shall go on. */
  get message(): string | undefined {
    return this.#message;
  }

  get raised(): boolean {
    return this.#message !== undefined;
  }

  raise(message: string): void {
    this.#message ??= message;
  }

  lower(): void {
    this.#message = undefined;
  }
}
