import {
  checkChoice,
  checkCount,
  checkOptions,
  DataError,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { COMMON_OPTION_NAMES } from './optimizerOptions.js';

/** Options of one call of `train`. */
export interface TrainOptions {
  /** Samples an update, for this call only; `null` for full batches. */
  readonly batchSize?: number | null;
  /** How often the training data are gone through. 100. */
  readonly epochs?: number;
  /**
   * What becomes of a last batch that is smaller than the others: `'keep'` trains on it, `'drop'` leaves it out of the
   * epoch, as batch normalisation may need, which learns little from few samples. `'keep'`.
   */
  readonly lastBatch?: 'keep' | 'drop';
  /** Stops training after the current batch when it is aborted; what was learnt is kept. */
  readonly signal?: AbortSignal;
}

/** What `train` was called with, sorted out. */
export interface TrainArguments {
  readonly xTest: ArrayInput | undefined;
  readonly yTest: ArrayInput | undefined;
  readonly epochs: number;
  readonly batchSize: number | null | undefined;
  readonly lastBatch: 'keep' | 'drop';
  readonly signal: AbortSignal | undefined;
}

type Rest = readonly [(ArrayInput | TrainOptions)?, (ArrayInput | TrainOptions)?, TrainOptions?];

/** Sorts out `train(x, y, options)` and `train(x, y, xTest, yTest, options)`. */
export function toTrainArguments(rest: Rest): TrainArguments {
  const isShort = rest[1] === undefined && rest[2] === undefined && isOptions(rest[0]);
  const [xTest, yTest, options = {}] = isShort ? [undefined, undefined, rest[0]] : rest;
  checkPlaces(xTest, yTest, options);
  checkOptions('train', options, TRAIN_OPTION_NAMES, { of: 'the optimizer', names: COMMON_OPTION_NAMES });
  const { batchSize, epochs = 100, lastBatch = 'keep', signal } = options as TrainOptions;
  if (batchSize !== undefined && batchSize !== null) checkCount('option batchSize', batchSize);
  checkCount('option epochs', epochs);
  checkChoice('option lastBatch', lastBatch, ['keep', 'drop']);
  checkSignal(signal);
  return {
    xTest,
    yTest: yTest as ArrayInput | undefined,
    epochs,
    batchSize,
    lastBatch,
    signal,
  } as TrainArguments;
}

/** The names of those options. */
export const TRAIN_OPTION_NAMES: readonly string[] = optionNames<TrainOptions>({
  batchSize: true,
  epochs: true,
  lastBatch: true,
  signal: true,
});

/** Arrays of another realm have data; promises, sets and the like are no plain objects. */
function isOptions(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' && !('data' in (value as object));
}

/** Tells where options or a number of epochs stand in the place of data, and the other way round. */
function checkPlaces(xTest: unknown, yTest: unknown, options: unknown): void {
  const call = xTest === undefined || typeof xTest === 'number' ? 'x, y' : 'x, y, xTest, yTest';
  const epochs = [xTest, yTest, options].find((value) => typeof value === 'number');
  if (epochs !== undefined) {
    throw new OptionError({
      where: 'train',
      expected: 'options as an object',
      received: `the number ${epochs}`,
      remedy: `Write train(${call}, { epochs: ${epochs} }).`,
    });
  }
  const keras = ['validationData', 'validation_data', 'validationSplit', 'validation_split'];
  if (isOptions(options) && keras.some((name) => name in (options as object))) {
    throw new OptionError({
      where: 'train',
      expected: 'validation data as arguments',
      received: 'an option',
      remedy: 'Write train(x, y, xTest, yTest, { … }); trainTestSplit makes them.',
    });
  }
  if (isOptions(xTest) || isOptions(yTest)) {
    throw new DataError({
      where: 'train',
      expected: 'xTest and yTest together, or neither, and options behind them',
      received: `options as the ${isOptions(xTest) ? 'third' : 'fourth'} argument of more`,
      remedy: 'Write train(x, y, { … }) or train(x, y, xTest, yTest, { … }).',
    });
  }
}

function checkSignal(signal: unknown): void {
  if (signal === undefined) return;
  const isObject = typeof signal === 'object' && signal !== null;
  if (isObject && 'aborted' in signal && 'addEventListener' in signal) return;
  throw new OptionError({
    where: 'option signal',
    expected: 'an AbortSignal',
    received: shown(signal),
    ...(isObject && 'signal' in signal && { remedy: 'Pass controller.signal.' }),
    ...(typeof signal === 'function' && {
      remedy: "What hears of training is the optimizer's option signals.",
    }),
  });
}
