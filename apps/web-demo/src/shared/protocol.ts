import type { BackendName, DatasetName, Settings } from './settings.js';

/** What the page asks of the training worker. */
export type Request =
  /** What is to be said of this line, before anybody trains it. */
  | { readonly type: 'check'; readonly line: string }
  /** Trains a new network, or the one that is there, if it is of the same architecture. */
  | {
      readonly type: 'start';
      readonly settings: Settings;
      readonly site: string;
      readonly keepWeights: boolean;
    }
  /** MNIST's four files, from a person's own disk. */
  | { readonly type: 'useMnist'; readonly files: readonly Uint8Array[] }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  | { readonly type: 'switchBackend'; readonly backend: BackendName }
  | { readonly type: 'measureBackends'; readonly architecture: string; readonly batchSize: number }
  /** The pad shows this now; an empty one nothing. */
  | { readonly type: 'look'; readonly drawing: Drawing | undefined }
  | { readonly type: 'exportWeights'; readonly format: WeightsFormat; readonly purpose: Purpose }
  | {
      readonly type: 'importWeights';
      readonly file: Uint8Array;
      readonly settings: Settings;
      readonly site: string;
    };

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
  readonly accuracy: number;
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
  /** All mistakes, the most confident first. */
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
  /** How much each input pixel matters to the winning class: |∂ output / ∂ pixel|, from 0 to 1. */
  readonly saliency: Float32Array;
}

/** A line of architecture: what keeps it from being trained, or what there is to know of its network. */
export type CheckedLine = { readonly line: string } & (
  | { readonly problem: string }
  | {
      readonly problem?: undefined;
      readonly parameterCount: number;
      /** The shape of one image that the network takes. */
      readonly inputShape: readonly number[];
    }
);

/** What the training worker tells the page. */
export type Report =
  | { readonly type: 'architecture'; readonly checked: CheckedLine }
  | { readonly type: 'phase'; readonly phase: Phase; readonly message: string }
  /** `needsData` where the digits that were asked for are out of reach. */
  | { readonly type: 'failure'; readonly message: string; readonly needsData?: boolean }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'network'; readonly table: string; readonly architecture: string }
  /** There is no network any more. */
  | { readonly type: 'noNetwork' }
  /** What computes now, and what there is to be told of it. */
  | { readonly type: 'engine'; readonly backend: BackendName; readonly detail: string }
  | { readonly type: 'backends'; readonly measured: readonly BackendMeasurement[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'epoch'; readonly summary: EpochSummary }
  | { readonly type: 'firstLayer'; readonly firstLayer: FirstLayer | undefined }
  | { readonly type: 'results'; readonly results: Results }
  | { readonly type: 'prediction'; readonly drawing: number; readonly prediction: Prediction }
  | { readonly type: 'weights'; readonly files: readonly NamedFile[]; readonly purpose: Purpose };
