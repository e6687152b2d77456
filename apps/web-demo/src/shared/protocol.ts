import type { ActivityReport, ActivityRequest, Column } from './activity.js';
import type { CloudReport, CloudRequest } from './cloud.js';
import type { DigitsReport, DigitsRequest } from './digits.js';
import type { BackendName, DatasetName, Settings } from './settings.js';
import type { TimelineReport, TimelineRequest } from './timeline.js';

/** What the page asks of the training worker. */
export type Request =
  | CloudRequest
  | TimelineRequest
  | DigitsRequest
  /** What is to be said of this line, before anybody trains it. */
  | { readonly type: 'check'; readonly line: string }
  /** Trains a new network, or the one that is there, if it is of the same architecture. */
  | {
      readonly type: 'start';
      readonly settings: Settings;
      readonly site: string;
      readonly keepWeights: boolean;
    }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  /** The step of these settings, for the updates that are still to be made. */
  | { readonly type: 'changeStep'; readonly settings: Settings }
  | { readonly type: 'switchBackend'; readonly backend: BackendName }
  | { readonly type: 'measureBackends'; readonly architecture: string; readonly batchSize: number }
  /** The pad shows this now; an empty one nothing. */
  | { readonly type: 'look'; readonly drawing: Drawing | undefined }
  /** The network that comes with the page, which is there until another one is. */
  | { readonly type: 'openShipped'; readonly file: Uint8Array }
  | { readonly type: 'exportWeights'; readonly format: WeightsFormat; readonly purpose: Purpose }
  | {
      readonly type: 'importWeights';
      readonly file: Uint8Array;
      readonly settings: Settings;
      readonly site: string;
    }
  | ActivityRequest;

/** The forms that a trained network is given in: for PyTorch and for this page again, for ONNX Runtime, for TensorFlow.js. */
export type WeightsFormat = 'safetensors' | 'onnx' | 'modelJson';

/** What a file of the network is for: to be saved by the person, or kept by the browser. */
export type Purpose = 'download' | 'keep';

/** A file as it is to be called. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Phase = 'idle' | 'preparing' | 'measuring' | 'training' | 'paused' | 'finished';

/** What was drawn, as the network sees it: 784 pixels from 0 to 255. */
export interface Drawing {
  /** A number of its own, by which answers find it. */
  readonly id: number;
  readonly image: Uint8Array;
}

export interface BackendMeasurement {
  readonly backend: BackendName;
  /** One training step's time, or why there is none. */
  readonly millisecondsPerStep?: number;
  readonly unavailable?: string;
}

export interface EpochSummary {
  readonly epoch: number;
  /** The mean of the epoch's losses. */
  readonly train: number;
  /** NaN for an epoch that was stopped. */
  readonly valid: number;
  /** The share of the validation digits that are right after the epoch, and of some of the training digits. */
  readonly accuracy: number;
  readonly trainAccuracy: number;
  readonly seconds: number;
  readonly updates: number;
}

/** How the updates since the last report went. */
export interface Progress {
  readonly epoch: number;
  readonly update: number;
  readonly totalUpdates: number;
  readonly losses: readonly number[];
  /** `undefined` while nothing is known: at the beginning, and after single steps. */
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly tensors: number;
  readonly megabytes: number;
}

/** A validation image that the network takes for another digit. */
export interface Mistake {
  readonly image: Uint8Array;
  readonly actual: number;
  readonly predicted: number;
  readonly confidence: number;
}

export interface Results {
  /** Whose validation digits these are. */
  readonly dataset: DatasetName;
  readonly accuracy: number;
  readonly report: string;
  /** Row: the digit; column: what the network took it for. */
  readonly confusion: readonly (readonly number[])[];
  /** The most confident first; of those that are alike, the first two dozen. */
  readonly mistakes: readonly Mistake[];
}

/** A picture for each of the first units of a dense layer, or for each of the first filters of a convolution. */
export interface FirstLayer {
  readonly kind: 'units' | 'filters';
  readonly rows: number;
  readonly columns: number;
  readonly tiles: readonly Float32Array[];
}

export interface Prediction {
  readonly probabilities: readonly number[];
  /** Whether there is a digit to read: the network names one of ten whatever it sees. */
  readonly isDigit: boolean;
}

/** A line of architecture: what keeps it from being trained, or what there is to know of its network. */
export type CheckedLine = { readonly line: string } & (
  | { readonly problem: string }
  | {
      readonly problem?: undefined;
      readonly parameterCount: number;
      /** The shape of one image that the network takes. */
      readonly inputShape: readonly number[];
      readonly layers: readonly CheckedLayer[];
      /** What the picture of the network has. */
      readonly columns: readonly Column[];
    }
);

/** A layer of a line, the input included: what comes out of it for one image, and how many numbers it learns. */
export interface CheckedLayer {
  readonly outputShape: readonly number[];
  readonly parameterCount: number;
}

/** What the training worker tells the page. */
export type Report =
  | CloudReport
  | TimelineReport
  | DigitsReport
  | { readonly type: 'architecture'; readonly checked: CheckedLine }
  | { readonly type: 'phase'; readonly phase: Phase; readonly message: string }
  /** `diverged` where the loss was no number any more. */
  | {
      readonly type: 'failure';
      readonly message: string;
      readonly diverged?: boolean;
    }
  | { readonly type: 'notice'; readonly message: string }
  | {
      readonly type: 'network';
      readonly table: string;
      readonly architecture: string;
      /** Whether it is the one that comes with the page. */
      readonly isShipped: boolean;
    }
  /** There is no network any more. */
  | { readonly type: 'noNetwork' }
  /** What computes now, and what there is to be told of it. */
  | { readonly type: 'engine'; readonly backend: BackendName; readonly detail: string }
  | { readonly type: 'backends'; readonly measured: readonly BackendMeasurement[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'epoch'; readonly summary: EpochSummary }
  /** The share of some validation digits that are right in the midst of an epoch. */
  | { readonly type: 'accuracy'; readonly accuracy: number }
  | { readonly type: 'firstLayer'; readonly firstLayer: FirstLayer | undefined }
  | { readonly type: 'results'; readonly results: Results }
  | { readonly type: 'prediction'; readonly drawing: number; readonly prediction: Prediction }
  | { readonly type: 'weights'; readonly files: readonly NamedFile[]; readonly purpose: Purpose }
  | ActivityReport;
