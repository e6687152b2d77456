import {
  checkChoice,
  checkCount,
  checkNumber,
  checkOptions,
  DataError,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import { type ArrayInput, dtypeOf, isNdArray } from '@neutype/ndarray';
import { type CheckpointOption, toCheckpointPlan } from '../checkpoint/checkpointOptions.js';
import { type ClassWeight, checkClassWeight } from '../data/classWeights.js';
import { type Data, isNamed } from '../data/namedArrays.js';
import { type BatchSource, isBatchSource } from '../data/sources.js';
import { COMMON_OPTION_NAMES } from './optimizerOptions.js';

/** Options of one call of `train`. */
export interface TrainOptions {
  /** Samples an update, for this call only; `null` for full batches. */
  readonly batchSize?: number | null;
  /**
   * Saves all that training depends on, after every epoch unless told otherwise and when it ends, so that `resume` goes on
   * from there bit for bit: in a directory, `'runs/digits'`, or as `{ directory: 'runs/digits', everyUpdates: 500 }`
   * says. Refused where there are checkpoints already and `resume` is not given. None.
   */
  readonly checkpoint?: CheckpointOption;
  /**
   * What the samples of each class count in training: weights by class number, a class that is not named counting 1, or
   * `'balanced'`, by which all classes count the same in total. Targets must be class numbers or one-hot rows. The same
   * for all.
   */
  readonly classWeight?: ClassWeight;
  /** How often the training data are gone through; with `resume` in total, over all runs. 100. */
  readonly epochs?: number;
  /**
   * What becomes of a last batch that is smaller than the others: `'keep'` trains on it, `'drop'` leaves it out of the
   * epoch, as batch normalisation may need, which learns little from few samples. `'keep'`.
   */
  readonly lastBatch?: 'keep' | 'drop';
  /**
   * Goes on from the newest checkpoint, or begins where there is none. Network, data and options must be those of before;
   * `'force'` goes on with others, as far as they fit. `false`.
   */
  readonly resume?: boolean | 'force';
  /**
   * What each sample counts, from 0: a batch's loss is the weighted mean, the sum of weight · loss over the sum of weights,
   * and one whose weights are all 0 teaches nothing. The same for all.
   */
  readonly sampleWeight?: ArrayInput;
  /** Stops training after the current batch when it is aborted; what was learnt is kept. */
  readonly signal?: AbortSignal;
  /**
   * Updates an epoch, of training data that come from a source: the next epoch goes on where the last one ended. All that
   * the source gives.
   */
  readonly updatesPerEpoch?: number;
  /** Validation data in place of `xTest` and `yTest`: with weights of their own, or batch by batch from a source. None. */
  readonly validation?: ValidationData | BatchSource;
  /**
   * The share of the samples that is set aside for validation and not learnt from, between 0 and 1. They are drawn at
   * random by the optimizer's seed, from every class its share where the loss is one of classes: the same in each call. None.
   */
  readonly validationSplit?: number;
}

/** Data that a loss is taken of. */
export interface ValidationData {
  readonly x: Data;
  readonly y: Data;
  /** What each sample counts in the loss. The same for all. */
  readonly sampleWeight?: ArrayInput;
}

/** What `train` was called with, sorted out. */
export interface TrainArguments
  extends Pick<
    TrainOptions,
    | 'batchSize'
    | 'checkpoint'
    | 'classWeight'
    | 'resume'
    | 'sampleWeight'
    | 'signal'
    | 'updatesPerEpoch'
    | 'validation'
    | 'validationSplit'
  > {
  /** Arrays, or else a source. */
  readonly arrays?: readonly [x: Data, y: Data];
  readonly source?: BatchSource;
  readonly xTest: Data | undefined;
  readonly yTest: Data | undefined;
  readonly epochs: number;
  readonly lastBatch: 'keep' | 'drop';
}

/** Sorts out `train(x, y, options)`, `train(x, y, xTest, yTest, options)` and `train(source, options)`. */
export function toTrainArguments([first, second, ...rest]: readonly unknown[]): TrainArguments {
  const isSource = rest.length === 0 && (second === undefined || isOptions(second)) && givesBatches(first);
  const isShort = isSource || (rest[1] === undefined && rest[2] === undefined && isOptions(rest[0]));
  const [xTest, yTest, options = {}] = isShort ? [undefined, undefined, isSource ? second : rest[0]] : rest;
  checkPlaces(xTest, yTest, options, isNamed(first) || isNamed(second));
  checkOptions('train', options, TRAIN_OPTION_NAMES, { of: 'the optimizer', names: COMMON_OPTION_NAMES });
  const { epochs = 100, lastBatch = 'keep', ...others } = options as TrainOptions;
  checkValues({ epochs, lastBatch, ...others });
  checkTogether(options as TrainOptions, {
    isSource,
    isValidated: xTest !== undefined || yTest !== undefined,
  });
  return {
    ...others,
    epochs,
    lastBatch,
    ...(isSource ? { source: first } : { arrays: [first as Data, second as Data] }),
    xTest: xTest as Data | undefined,
    yTest: yTest as Data | undefined,
  };
}

/** The names of those options. */
export const TRAIN_OPTION_NAMES: readonly string[] = optionNames<TrainOptions>({
  batchSize: true,
  checkpoint: true,
  classWeight: true,
  epochs: true,
  lastBatch: true,
  resume: true,
  sampleWeight: true,
  signal: true,
  updatesPerEpoch: true,
  validation: true,
  validationSplit: true,
});

function checkValues(options: TrainOptions): void {
  const { batchSize, checkpoint, classWeight, resume = false } = options;
  const { updatesPerEpoch, validation, validationSplit } = options;
  if (checkpoint !== undefined) toCheckpointPlan(checkpoint);
  checkResume(resume, checkpoint);
  if (batchSize !== undefined && batchSize !== null) checkCount('option batchSize', batchSize);
  if (classWeight !== undefined) checkClassWeight(classWeight);
  checkCount('option epochs', options.epochs);
  checkChoice('option lastBatch', options.lastBatch, ['keep', 'drop']);
  checkSignal(options.signal);
  if (updatesPerEpoch !== undefined) checkCount('option updatesPerEpoch', updatesPerEpoch);
  if (validation !== undefined) checkValidation(validation);
  if (validationSplit !== undefined) {
    checkNumber('option validationSplit', validationSplit, { above: 0, below: 1 });
  }
}

function checkResume(resume: unknown, checkpoint: unknown): void {
  if (typeof resume !== 'boolean' && resume !== 'force') {
    throw new OptionError({
      where: 'option resume',
      expected: "true, false or 'force'",
      received: shown(resume),
    });
  }
  if (resume === false || checkpoint !== undefined) return;
  throw new OptionError({
    where: 'option resume',
    expected: 'the option checkpoint beside it, which says where to go on from',
    received: 'none',
    remedy: "Write { checkpoint: 'runs/first', resume: true }.",
  });
}

function checkValidation(validation: unknown): void {
  if (givesBatches(validation)) return;
  if (isOptions(validation)) {
    checkOptions('option validation', validation, ['x', 'y', 'sampleWeight']);
    return;
  }
  throw new OptionError({
    where: 'option validation',
    expected: '{ x, y }, or batches to iterate over',
    received: shown(validation),
    ...(typeof validation === 'number' && { remedy: `Did you mean validationSplit: ${validation}?` }),
  });
}

/** What excludes what. */
function checkTogether(
  options: TrainOptions,
  { isSource, isValidated }: { readonly isSource: boolean; readonly isValidated: boolean },
): void {
  const { batchSize, classWeight, lastBatch, sampleWeight, validationSplit } = options;
  const { updatesPerEpoch, validation } = options;
  const isTwice =
    [isValidated, validation !== undefined, validationSplit !== undefined].filter(Boolean).length > 1;
  if (isTwice) {
    throw new OptionError({
      where: 'train',
      expected: 'validation data once: xTest and yTest, the option validation or the option validationSplit',
      received: 'several of them',
    });
  }
  if (!isSource && updatesPerEpoch !== undefined) {
    throw new OptionError({
      where: 'option updatesPerEpoch',
      expected: 'training data from a source',
      received: 'arrays',
      remedy: 'Their updates follow from batchSize.',
    });
  }
  if (!isSource) return;
  const ofArrays = Object.entries({ batchSize, lastBatch, sampleWeight, validationSplit });
  const wrong = ofArrays.find(([, value]) => value !== undefined)?.[0];
  if (wrong !== undefined) {
    throw new OptionError({
      where: `option ${wrong}`,
      expected: 'training data in arrays',
      received: 'a source, whose batches are taken as they come',
      remedy: wrong === 'sampleWeight' ? 'Give { x, y, sampleWeight } as batches.' : 'Have the source do it.',
    });
  }
  if (classWeight !== 'balanced') return;
  throw new OptionError({
    where: 'option classWeight',
    expected: 'weights by class number, for training data from a source',
    received: shown(classWeight),
    remedy:
      'How often each class comes cannot be known: classWeights(labels) of part of the data gives the weights.',
  });
}

/** Arrays of numbers can be iterated over too. */
function givesBatches(value: unknown): value is BatchSource {
  if (!isBatchSource(value) || isNdArray(value) || dtypeOf(value) !== undefined) return false;
  if (!Array.isArray(value)) return true;
  const [first]: unknown[] = value;
  return (
    typeof first === 'object' &&
    first !== null &&
    (isOptions(first) || typeof Object.values(first)[0] === 'object')
  );
}

/** Promises, sets and the like are no plain objects. */
function isOptions(value: unknown): boolean {
  return isNamed(value);
}

/** Tells where options or a number of epochs stand in the place of data, and the other way round. */
function checkPlaces(xTest: unknown, yTest: unknown, options: unknown, isByName: boolean): void {
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
  const keras = ['validationData', 'validation_data'];
  if (isOptions(options) && keras.some((name) => name in (options as object))) {
    throw new OptionError({
      where: 'train',
      expected: 'validation data as arguments',
      received: 'an option',
      remedy: 'Write train(x, y, xTest, yTest, { … }), or train(x, y, { validationSplit: 0.1 }).',
    });
  }
  if (!isByName && (isOptions(xTest) || isOptions(yTest))) {
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
