import type { Settings } from '../options/settings.js';
import { looksLikeRawPixels, sameSamples, unscaledValue } from './inspect.js';
import type { Pairs } from './pairs.js';
import type { Samples } from './samples.js';
import type { TrainingData } from './trainingData.js';

/** What may be a mistake in training data, but need not be one. */
export function suspicions(train: Pairs): string[] {
  return train.inputs.flatMap(suspiciousScale);
}

/** All that may be a mistake in what `train` is given. */
export function doubtsAbout({ train, valid }: TrainingData, { shuffleData }: Settings): string[] {
  if (!train.arrays) return shuffleData ? [UNSHUFFLED] : [];
  return [
    ...suspicions(train.arrays),
    ...(valid?.arrays ? validationSuspicions(train.arrays, valid.arrays) : []),
  ];
}

const UNSHUFFLED =
  'shuffleData does nothing for batches from a source: batches(x, y, { seed }) and a shuffleBuffer of streamBatches shuffle.';

/** The same of validation data beside them. */
function validationSuspicions(train: Pairs, valid: Pairs): string[] {
  const areSame = train.inputs.every((samples, index) =>
    sameSamples(samples, valid.inputs[index] as Samples),
  );
  if (!areSame || train.rows !== undefined) return [];
  const { name } = valid.inputs[0] as Samples;
  return [`${name} holds the same samples as xTrain, so the validation loss says nothing about unseen data.`];
}

function suspiciousScale(x: Samples): string[] {
  if (looksLikeRawPixels(x)) {
    return [
      `${x.name} looks like pixels from 0 to 255. Networks learn better from small values: x.toFloat32().divide(255).`,
    ];
  }
  const unscaled = unscaledValue(x);
  if (unscaled === undefined) return [];
  return [
    `${x.name} reaches ${unscaled}. Networks learn better from values of about −1 to 1: standardScaler(${x.name}).apply(${x.name}).`,
  ];
}
