import type { Model } from '@neutype/core';
import { DataError } from '@neutype/errors';
import type { Loss } from '@neutype/losses';
import type { ArrayInput } from '@neutype/ndarray';
import { fitSamples } from './fit.js';
import { checkFinite, looksLikeRawPixels, sameSamples, unscaledValue } from './inspect.js';
import { type Samples, toSamples } from './samples.js';

/** Samples and their targets, as many of the one as of the other. */
export interface Pairs {
  readonly x: Samples;
  readonly y: Samples;
}

/** What data must go with. */
export interface Demands {
  readonly model: Model;
  readonly loss: Loss;
}

/**
 * Reads and checks samples with their targets.
 *
 * @param names of the two arguments, for messages
 * @throws DataError, ShapeError for anything that cannot be learnt from
 */
export function toPairs(
  { model, loss }: Demands,
  [xInput, yInput]: readonly [ArrayInput, ArrayInput],
  [xName, yName]: readonly [string, string],
): Pairs {
  const x = fitSamples(toSamples(xInput, xName), model.inputShape, xName, 'input');
  const rawTargets = toSamples(yInput, yName);
  if (x.count !== rawTargets.count) {
    throw new DataError({
      where: `${xName} and ${yName}`,
      expected: 'as many targets as samples',
      received: `${x.count} samples and ${rawTargets.count} targets`,
      remedy: 'Row i of one must belong to row i of the other.',
    });
  }
  checkFinite(x, xName);
  checkFinite(rawTargets, yName);
  const { data, shape, count } = rawTargets;
  loss.checkTargets?.({ data, shape: [count, ...shape] }, model.outputShape);
  return { x, y: fitSamples(rawTargets, model.outputShape, yName, 'output') };
}

/** Reads the validation data of `train`, which come both or not at all. */
export function toValidationPairs(
  demands: Demands,
  xTest: ArrayInput | undefined,
  yTest: ArrayInput | undefined,
): Pairs | undefined {
  if (xTest === undefined && yTest === undefined) return undefined;
  if (xTest !== undefined && yTest !== undefined) {
    return toPairs(demands, [xTest, yTest], ['xTest', 'yTest']);
  }
  throw new DataError({
    where: 'train',
    expected: 'xTest and yTest together, or neither',
    received: xTest === undefined ? 'yTest alone' : 'xTest alone',
  });
}

/** What may be a mistake, but need not be one. */
export function suspicions(train: Pairs, valid: Pairs | undefined): string[] {
  return [
    ...suspiciousScale(train.x),
    ...(valid && sameSamples(train.x, valid.x)
      ? ['xTest holds the same samples as xTrain, so the validation loss says nothing about unseen data.']
      : []),
  ];
}

function suspiciousScale(x: Samples): string[] {
  if (looksLikeRawPixels(x)) {
    return [
      'xTrain looks like pixels from 0 to 255. Networks learn better from small values: x.toFloat32().divide(255).',
    ];
  }
  const unscaled = unscaledValue(x);
  if (unscaled === undefined) return [];
  return [
    `xTrain reaches ${unscaled}. Networks learn better from values of about −1 to 1: standardScaler(xTrain).apply(xTrain).`,
  ];
}
