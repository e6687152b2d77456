import { OptionError } from '@neutype/core';
import { checkOptions } from '@neutype/errors';
import type { ArrayInput } from '../data/samples.js';
import { checkCount } from './checkValues.js';

/** Options of one call of `train`. */
export interface TrainOptions {
  /** Samples an update, for this call only; `null` for full batches. */
  readonly batchSize?: number | null;
  /** How often the training data are gone through. 100. */
  readonly epochs?: number;
  /** Stops training after the current batch when it is aborted; what was learnt is kept. */
  readonly signal?: AbortSignal;
}

/** What `train` was called with, sorted out. */
export interface TrainArguments {
  readonly xTest: ArrayInput | undefined;
  readonly yTest: ArrayInput | undefined;
  readonly epochs: number;
  readonly batchSize: number | null | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Sorts out `train(x, y, options)` and `train(x, y, xTest, yTest, options)`. */
export const toTrainArguments = (
  rest: readonly [(ArrayInput | TrainOptions)?, ArrayInput?, TrainOptions?],
): TrainArguments => {
  const short = rest.length <= 1 && isOptions(rest[0]);
  const options = (short ? rest[0] : rest[2]) as TrainOptions | undefined;
  const { batchSize, epochs = 100, signal } = checked(options ?? {});
  if (batchSize !== undefined && batchSize !== null) checkCount('batchSize', batchSize);
  checkCount('epochs', epochs);
  return {
    xTest: short ? undefined : (rest[0] as ArrayInput | undefined),
    yTest: rest[1],
    epochs,
    batchSize,
    signal,
  };
};

const isOptions = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !('data' in value);

const checked = (options: TrainOptions): TrainOptions => {
  if (typeof options === 'number') {
    throw new OptionError({
      where: 'train',
      expected: 'options as an object',
      received: `the number ${options as number}`,
      remedy: `Write train(x, y, xTest, yTest, { epochs: ${options as number} }).`,
    });
  }
  checkOptions('train', options, ['batchSize', 'epochs', 'signal']);
  return options;
};
