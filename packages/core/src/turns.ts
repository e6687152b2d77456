/** Lets those who use the same thing wait for one another: each goes after all who have come before. */
export class Turns {
  #last: Promise<void> | undefined;

  /** @param waited called where others had to be waited for, before the work */
  async take<Result>(work: () => Promise<Result>, waited: () => void = () => {}): Promise<Result> {
    const before = this.#last;
    let end = (): void => {};
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last = turn;
    if (before) {
      await before;
      waited();
    }
    try {
      return await work();
    } finally {
      if (this.#last === turn) this.#last = undefined;
      end();
    }
  }
}
