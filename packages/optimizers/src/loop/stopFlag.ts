/** Asks a training run to end after the batch that it is at. */
export class StopFlag {
  #message: string | undefined;
  #onRaise: (() => void) | undefined;

  /** Why training shall stop; `undefined` while it shall go on. */
  get message(): string | undefined {
    return this.#message;
  }

  get raised(): boolean {
    return this.#message !== undefined;
  }

  raise(message: string): void {
    this.#message ??= message;
    this.#onRaise?.();
  }

  /** Waits for something that may never come: until it does, or the flag is raised, and then gives nothing. */
  orRaised<T>(awaited: Promise<T>): Promise<T | undefined> {
    return new Promise<T | undefined>((resolve, reject) => {
      this.#onRaise = () => resolve(undefined);
      awaited.then(resolve, reject);
      if (this.raised) resolve(undefined);
    }).finally(() => {
      this.#onRaise = undefined;
    });
  }

  lower(): void {
    this.#message = undefined;
  }
}
