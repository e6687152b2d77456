interface Request {
  readonly backend: string;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/** A wish for another backend, fulfilled between two updates. */
export class BackendSwitch {
  #request: Request | undefined;

  get pending(): boolean {
    return this.#request !== undefined;
  }

  /** Resolves once the switch has been made; a later wish takes the place of an earlier one. */
  request(backend: string): Promise<void> {
    this.#request?.failed(
      new Error(`Not moved to ${this.#request.backend}: ${backend} was asked for since.`),
    );
    return new Promise((done, failed) => {
      this.#request = { backend, done, failed };
    });
  }

  /** Makes the switch that was asked for, if any. A failure is the asker's: training goes on where it was. */
  async perform(move: (backend: string) => Promise<void>): Promise<void> {
    const request = this.#request;
    if (!request) return;
    this.#request = undefined;
    await move(request.backend).then(request.done, request.failed);
  }
}
