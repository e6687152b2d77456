/** Asks a training run to end after the batch that it is at. */
export class StopFlag {
  #message: string | undefined;
  #onRaise: (() => void) | undefined;
  #isFinal = false;

  /** Why training shall stop; `undefined` while it shall go on. */
  get message(): string | undefined {
    return this.#message;
  }

  get raised(): boolean {
    return this.#message !== undefined;
  }

  /** Whether there is no use in going on: a method has found a minimum. */
  get isFinal(): boolean {
    return this.#isFinal;
  }

  raise(message: string, { isFinal = false }: { readonly isFinal?: boolean } = {}): void {
    this.#message ??= message;
    this.#isFinal ||= isFinal;
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
    this.#isFinal = false;
  }
}
