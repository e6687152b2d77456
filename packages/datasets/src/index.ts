export { augment, type GrayImages, type Varied } from './augment/augment.js';
export type { AugmentOptions } from './augment/options.js';
export { type BatchOptions, batches, batchIndices } from './batches/batches.js';
export type { LastBatch } from './batches/lastBatch.js';
export { mapBatches } from './batches/mapBatches.js';
export { prefetch } from './batches/prefetch.js';
export type { Sample, SampleSource, SampleValues } from './batches/sample.js';
export { collect, type StreamBatchOptions, streamBatches } from './batches/streamBatches.js';
export type { Blend, BlendedBatch } from './blend/blendable.js';
export { type CutmixOptions, cutmix } from './blend/cutmix.js';
export { type MixupOptions, mixup } from './blend/mixup.js';
export { type SmoothLabelsOptions, smoothLabels } from './blend/smoothLabels.js';
export type { FetchOptions } from './fetch/cachedFile.js';
export { DownloadError, type DownloadProgress, type MirrorAnswer } from './fetch/download.js';
export { type FetchFileOptions, fetchFile, type PublishedFile } from './fetch/fetchFile.js';
export type { FetchPolicy } from './fetch/policy.js';
export { parseIdx } from './idx/parseIdx.js';
export type { ClassLabels } from './labels/classesOf.js';
export { classWeights } from './labels/classWeights.js';
export { type LabelEncoder, labelEncoder } from './labels/labelEncoder.js';
export { type ClassIndices, fromOneHot, type OneHotOptions, oneHot } from './labels/oneHot.js';
export { fashionMnist, fashionMnistClasses } from './mnist/fashionMnist.js';
export { kmnist, kmnistClasses } from './mnist/kmnist.js';
export type { DataSource, LoadOptions } from './mnist/load.js';
export { mnist } from './mnist/mnist.js';
export { type Mnist784, mnist784 } from './mnist/mnist784.js';
export type { LabeledImages, StandardSplit } from './mnist/standardSplit.js';
export type { MnistOptions } from './mnist/syntheticFallback.js';
export { featureMean } from './preparation/featureMean.js';
export { type MinMaxOptions, minMaxScaler } from './preparation/minMaxScaler.js';
export { perImage } from './preparation/perImage.js';
export type {
  FittedPreparation,
  PreparationDescription,
  PreparationMethod,
  Prepared,
  RowsToPrepare,
} from './preparation/preparation.js';
export { preparationFrom } from './preparation/preparationFrom.js';
export { standardScaler } from './preparation/standardScaler.js';
export { type BitmapDigits, loadDigits, makeDigits, type NoisyDigitsOptions } from './small/bitmapDigits.js';
export type { GeneratorOptions, LabeledPoints, NoisyOptions } from './small/generated.js';
export { type BlobsOptions, makeBlobs } from './small/makeBlobs.js';
export { type CirclesOptions, makeCircles } from './small/makeCircles.js';
export { type ClassificationOptions, makeClassification } from './small/makeClassification.js';
export { makeMoons } from './small/makeMoons.js';
export { makeRegression, type Regression, type RegressionOptions } from './small/makeRegression.js';
export { makeSpirals, type SpiralsOptions } from './small/makeSpirals.js';
export {
  isValidByReber,
  makeReber,
  makeReberClassification,
  REBER_LETTERS,
  type ReberClassification,
  type ReberClassificationOptions,
  reberIndices,
} from './small/reber.js';
export { type KFoldOptions, kFold } from './split/kFold.js';
export type { SplitSizes } from './split/splitSizes.js';
export { type StratifiedKFoldOptions, stratifiedKFold } from './split/stratifiedKFold.js';
export { type SplitOptions, type TrainTestIndices, trainTestIndices } from './split/trainTestIndices.js';
export { trainTestSplit } from './split/trainTestSplit.js';
export { CorruptFileError, DataNotFoundError, DatasetError } from './support/errors.js';
export type { Rows } from './support/rows.js';
export {
  type SyntheticDigits,
  type SyntheticDigitsOptions,
  syntheticDigits,
  syntheticDigits784,
} from './synthetic/syntheticDigits.js';
