import {
  checkCount,
  checkNumber,
  checkOptions,
  NonFiniteError,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { copiesOf, writeCopies } from '../checkpoint/copies.js';
import { Optimizer, twinOf } from '../optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Signal } from '../signals.js';
import { smoothed } from './smoothed.js';
import { suggestedStep } from './suggestedStep.js';

/** Options of `learningRateRangeTest`. */
export interface RangeTestOptions {
  /** The first learning rate, above 0. 0.00001. */
  readonly from?: number;
  /** The last, above the first. 10. */
  readonly to?: number;
  /** How many updates there are, from 10. 100. */
  readonly updates?: number;
  /** Samples an update; `null` for all of them. That of the optimizer. */
  readonly batchSize?: number | null;
}

/** What a range test has found, as plain data. */
export interface RangeTest {
  /** The learning rate of each update, rising by the same factor from one to the next. */
  readonly steps: readonly number[];
  /** The loss of each update's batch, taken before it. */
  readonly losses: readonly number[];
  /** The same, with the noise of single batches averaged out. */
  readonly smoothed: readonly number[];
  /** Where the loss falls fastest: a learning rate to begin with. Null where it does not fall. */
  readonly suggestion: number | null;
}

const OPTIONS = optionNames<RangeTestOptions>({ from: true, to: true, updates: true, batchSize: true });

/**
 * Trains with a learning rate that rises from update to update, and tells where the loss falls fastest. It ends early where
 * the loss has grown to four times its least, or is not finite.
 *
 * Nothing of it stays: the network gets its weights back, and the optimizer has made no updates by it, remembers nothing and
 * has nothing in its history. Its signals do not hear of it.
 *
 * Smith, "Cyclical learning rates for training neural networks", 2017.
 *
 * @param optimizer what shall be trained: its network, algorithm, loss and other options are those of the test
 * @param x samples, as for `train`
 * @param y their targets
 * @throws OptionError for an unknown option or a value out of range; whatever `train` throws for its data
 *
 * @example
 * ```ts
 * const { suggestion, ...test } = await learningRateRangeTest(momentum(network, options), xTrain, yTrain);
 * console.log(plotRangeTest({ ...test, suggestion }).toText());
 * const optimizer = momentum(network, { ...options, step: suggestion ?? 0.1 });
 * ```
 */
export async function learningRateRangeTest(
  optimizer: Optimizer,
  x: ArrayInput,
  y: ArrayInput,
  options: RangeTestOptions = {},
): Promise<RangeTest> {
  const { from, to, updates, batchSize } = checked(optimizer, options);
  const growth = (to / from) ** (1 / (updates - 1));
  const step: Schedule = { name: 'rangeTest', at: ({ update }) => from * growth ** update };
  const course = new Course(updates);
  const silent = { print: () => {}, warn: () => {} };
  const twin = twinOf(optimizer, { step, signals: [course.signal], reporter: silent, verbose: false });
  try {
    await twin.train(x, y, { epochs: updates, ...(batchSize !== undefined && { batchSize }) });
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
  } finally {
    course.restore?.();
    twin.dispose();
  }
  const losses = twin.history.train.slice(0, updates);
  const steps = losses.map((_, update) => from * growth ** update);
  const smooth = smoothed(losses);
  return { steps, losses, smoothed: smooth, suggestion: suggestedStep(steps, smooth) };
}

/** What goes on while the test is made. */
class Course {
  readonly signal: Signal;
  /** Gives the network its weights back; undefined until it has some. */
  restore: (() => void) | undefined;
  readonly #updates: number;
  #mean = 0;
  #least = Number.POSITIVE_INFINITY;
  #seen = 0;

  constructor(updates: number) {
    this.#updates = updates;
    this.signal = {
      name: 'rangeTest',
      trainStart: async (twin) => {
        const copies = await copiesOf(twin);
        this.restore = () => writeCopies(twin, copies);
      },
      updateEnd: (twin) => {
        if (twin.updatesMade >= this.#updates || this.#diverges(twin.history.train)) twin.stop();
      },
    };
  }

  /** Losses may come late, where reading them takes time. */
  #diverges(losses: readonly number[]): boolean {
    for (; this.#seen < losses.length; this.#seen++) {
      this.#mean += (1 - KEPT) * ((losses[this.#seen] as number) - this.#mean);
      this.#least = Math.min(this.#least, this.#unbiased);
      if (this.#least > 0 && this.#unbiased > GROWN * this.#least) return true;
    }
    return false;
  }

  get #unbiased(): number {
    return this.#mean / (1 - KEPT ** (this.#seen + 1));
  }
}

/** How much of the running mean of losses is kept from update to update. */
const KEPT = 0.8;

/** How many times its least the running mean is where training diverges. */
const GROWN = 4;

function checked(optimizer: unknown, options: RangeTestOptions) {
  const where = 'learningRateRangeTest';
  if (!(optimizer instanceof Optimizer)) {
    throw new OptionError({
      where,
      expected: 'an optimizer as the first argument',
      received: shown(optimizer),
      remedy: 'Make one for the network: momentum(network, { … }).',
    });
  }
  checkOptions(where, options, OPTIONS);
  const { from = 1e-5, to = 10, updates = 100, batchSize } = options;
  checkNumber(`${where}, from`, from, { above: 0 });
  checkNumber(`${where}, to`, to, { above: from });
  checkCount(`${where}, updates`, updates, 10);
  return { from, to, updates, batchSize };
}
