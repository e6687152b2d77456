import { type Breath, type Model, OptionError } from '@neutype/core';
import { random } from '@neutype/random';
import type { Settings } from '../options/settings.js';
import type { TrainArguments } from '../options/trainOptions.js';
import { ArrayData } from './arrayData.js';
import type { BatchedData } from './batchedData.js';
import { checkBatches } from './checkBatches.js';
import { withClassWeights } from './classWeights.js';
import { checkLarge, checkUnlessLarge } from './inspect.js';
import { type PairNames, type Pairs, toPairs, toValidationPairs } from './pairs.js';
import type { OutputPort, Ports } from './ports.js';
import { readBatch } from './readBatch.js';
import { type BatchSource, isOneShot } from './sources.js';
import { StreamData, type StreamOptions } from './streamData.js';
import { splitForValidation } from './validationSplit.js';
import { checkAnyCounts, withWeights } from './weights.js';

/** What `train` works with. */
export interface TrainingData {
  readonly train: BatchedData;
  readonly valid: BatchedData | undefined;
}

/** Whom the data are for. */
export interface Learner {
  readonly model: Model;
  readonly ports: Ports;
  readonly settings: Settings;
}

/**
 * Reads and checks the data of one call of `train`, as far as they are there. Whether what is large is finite is left to
 * `checkLargeArrays`.
 *
 * @throws DataError, ShapeError, OptionError for what cannot be learnt from
 */
export function toTrainingData(given: TrainArguments, learner: Learner): TrainingData {
  return given.source === undefined ? ofArrays(given, learner) : ofSource(given.source, given, learner);
}

/**
 * Refuses NaN and infinity in large arrays, and lets others run meanwhile.
 *
 * @throws DataError
 */
export async function checkLargeArrays({ train, valid }: TrainingData, breath: Breath): Promise<void> {
  const all = [train.arrays, valid?.arrays].flatMap((pairs) =>
    pairs === undefined ? [] : [...pairs.inputs, ...pairs.targets],
  );
  await checkLarge(new Set(all), breath);
}

function ofSource(source: BatchSource, given: TrainArguments, learner: Learner): TrainingData {
  const { classWeight, updatesPerEpoch } = given;
  checkOneShot(source, given);
  const read: StreamOptions['read'] = (batch, of) => {
    const pairs = readBatch(learner.ports, batch, of);
    checkBatches(learner.model, { samples: pairs.count, batchSize: pairs.count });
    return classWeight === undefined ? pairs : withClassWeights(pairs, classWeight, learner.ports);
  };
  const train = new StreamData(source, { name: 'the source', updatesPerEpoch, read });
  const valid = validationOf(given, learner, undefined);
  if (!valid && learner.settings.metrics.length > 0) throw nothingToMeasure();
  return { train, valid };
}

/** Going through the source once more would be another epoch of it, or not be possible. */
function nothingToMeasure(): OptionError {
  return new OptionError({
    where: 'option metrics',
    expected: 'validation data, where training data come from a source',
    received: 'none',
    remedy: 'Write train(source, { validation: { x, y } }).',
  });
}

function ofArrays(given: TrainArguments, learner: Learner): TrainingData {
  const { model, ports, settings } = learner;
  const { classWeight, lastBatch, sampleWeight, validationSplit } = given;
  const pairs = toPairs(ports, given.arrays as ArrayPair, ['xTrain', 'yTrain'], checkUnlessLarge);
  const all = withWeights(pairs, sampleWeight, 'option sampleWeight');
  const parts = split(all, validationSplit, learner);
  const train = classWeight === undefined ? parts.train : withClassWeights(parts.train, classWeight, ports);
  checkAnyCounts(train, sampleWeight === undefined ? 'option classWeight' : 'option sampleWeight');
  const batchSize = (given.batchSize === undefined ? settings.batchSize : given.batchSize) ?? train.count;
  const data = new ArrayData(train, {
    batchSize,
    dropsLast: lastBatch === 'drop',
    shuffling: settings.shuffleData ? random(settings.seed).split('shuffle') : undefined,
  });
  checkBatches(model, data);
  const valid = parts.valid && dealt(parts.valid, given, learner, data);
  return { train: data, valid: valid ?? validationOf(given, learner, data) };
}

type ArrayPair = NonNullable<TrainArguments['arrays']>;

function split(
  all: Pairs,
  share: number | undefined,
  { ports, settings }: Learner,
): { readonly train: Pairs; readonly valid?: Pairs } {
  if (share === undefined) return { train: all };
  if (all.count < 2) {
    throw new OptionError({
      where: 'option validationSplit',
      expected: 'at least 2 samples, one of them to learn from',
      received: `${all.count}`,
    });
  }
  const [output] = ports.outputs as readonly [OutputPort];
  const parts = splitForValidation(all, share, {
    source: random(settings.seed).split('validationSplit'),
    isStratified: output.loss.expects !== undefined && output.loss.expects !== 'numbers',
  });
  checkAnyCounts(parts.valid, 'option sampleWeight, of the samples for validation');
  return parts;
}

function validationOf(
  given: TrainArguments,
  learner: Learner,
  train: ArrayData | undefined,
): BatchedData | undefined {
  const { validation, xTest, yTest } = given;
  if (validation === undefined) {
    const pairs = toValidationPairs(learner.ports, xTest, yTest);
    return pairs && dealt(pairs, given, learner, train);
  }
  if (!isPairs(validation)) {
    checkOneShot(validation, { epochs: given.epochs }, 'option validation');
    const read: StreamOptions['read'] = (batch, of) => readBatch(learner.ports, batch, `validation ${of}`);
    return new StreamData(validation, { name: 'option validation', read });
  }
  const names: PairNames = ['option validation, x', 'option validation, y'];
  const pairs = toPairs(learner.ports, [validation.x, validation.y], names, checkUnlessLarge);
  const where = 'option validation, sampleWeight';
  return dealt(withWeights(pairs, validation.sampleWeight, where), given, learner, train);
}

type Validation = NonNullable<TrainArguments['validation']>;

function isPairs(validation: Validation): validation is Exclude<Validation, BatchSource> {
  return typeof validation === 'object' && 'x' in validation;
}

function dealt(pairs: Pairs, given: TrainArguments, { settings }: Learner, train?: ArrayData): ArrayData {
  const batchSize = train?.batchSize ?? given.batchSize ?? settings.batchSize ?? pairs.count;
  return new ArrayData(pairs, { batchSize });
}

/** A generator is exhausted after one pass, in whatever epoch that is. */
function checkOneShot(
  source: BatchSource,
  { epochs, updatesPerEpoch }: Pick<TrainArguments, 'epochs' | 'updatesPerEpoch'>,
  where = 'train',
): void {
  if (!isOneShot(source) || epochs === 1 || updatesPerEpoch !== undefined) return;
  throw new OptionError({
    where,
    expected: `batches for ${epochs} epochs`,
    received: 'a generator, which can be gone through only once',
    remedy:
      where === 'train'
        ? 'Give a function that makes one for each epoch, or say updatesPerEpoch, or epochs: 1.'
        : 'Give a function that makes one for each epoch.',
  });
}
