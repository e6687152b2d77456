/**
 * Answers single questions in batches: what comes in while one batch is computed makes the next, so that nobody waits for
 * others to come, and a crowd costs little more than one.
 */
export class MicroBatches<Question, Answer> {
  readonly #answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly #most: number;
  readonly #waiting: Waiting<Question, Answer>[] = [];
  #isRunning = false;

  /** @param most how many questions a batch has at most */
  constructor(answer: (questions: readonly Question[]) => Promise<readonly Answer[]>, most = 64) {
    this.#answer = answer;
    this.#most = most;
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0) await this.#answerBatch(this.#waiting.splice(0, this.#most));
    this.#isRunning = false;
  }

  async #answerBatch(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#answer(batch.map(({ question }) => question));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
