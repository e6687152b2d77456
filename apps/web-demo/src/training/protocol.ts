import type { BackendName, Settings } from '../settings/settings.js';

/** What the page asks of the training worker. */
export type Request =
  | { readonly type: 'start'; readonly settings: Settings; readonly site: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  | { readonly type: 'switchBackend'; readonly backend: BackendName }
  | { readonly type: 'measureBackends'; readonly architecture: string; readonly batchSize: number }
  | { readonly type: 'predict'; readonly image: Uint8Array }
  | { readonly type: 'exportWeights' }
  | { readonly type: 'importWeights'; readonly file: Uint8Array; readonly settings: Settings };

export type Phase = 'idle' | 'preparing' | 'training' | 'paused' | 'finished';

export interface BackendMeasurement {
  readonly backend: BackendName;
  /** One training step's time, or why there is none. */
  readonly millisecondsPerStep?: number;
  readonly unavailable?: string;
}

export interface EpochSummary {
  readonly epoch: number;
  readonly train: number;
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
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
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
  readonly accuracy: number;
  readonly report: string;
  /** Row: the digit; column: what the network took it for. */
  readonly confusion: readonly (readonly number[])[];
  /** All mistakes, the most confident first. */
  readonly mistakes: readonly Mistake[];
}

/** One picture of the input's size for each of the first units of the first layer. */
export interface FirstLayer {
  readonly tiles: readonly Float32Array[];
}

export interface Prediction {
  readonly probabilities: readonly number[];
  /** How much each input pixel matters to the winning class: |∂ output / ∂ pixel|, from 0 to 1. */
  readonly saliency: Float32Array;
}

/** What the training worker tells the page. */
export type Report =
  | { readonly type: 'phase'; readonly phase: Phase; readonly message: string }
  | { readonly type: 'failure'; readonly message: string }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'network'; readonly table: string; readonly seed: number }
  | { readonly type: 'backends'; readonly measured: readonly BackendMeasurement[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'epoch'; readonly summary: EpochSummary }
  | { readonly type: 'firstLayer'; readonly firstLayer: FirstLayer }
  | { readonly type: 'results'; readonly results: Results }
  | { readonly type: 'prediction'; readonly prediction: Prediction }
  | { readonly type: 'weights'; readonly file: Uint8Array };
