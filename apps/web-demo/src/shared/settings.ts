/** Generated digits, MNIST's, or a person's own images, which no link carries. */
export type DatasetName = 'mnist' | 'synthetic' | 'own';
export type OptimizerName = (typeof choices.optimizer)[number];
export type LossName = (typeof choices.loss)[number];
export type ScheduleName = (typeof choices.schedule)[number];
export type ClipName = (typeof choices.clip)[number];
export type BackendName = 'cpu' | 'webgl' | 'webgpu';

/** Everything that decides a run; what the URL carries. Names are the library's where it has the thing. */
export interface Settings {
  readonly dataset: DatasetName;
  readonly architecture: string;
  readonly optimizer: OptimizerName;
  readonly step: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly beta1: number;
  readonly beta2: number;
  /** How much of the mean of squares is kept: `decay` of rmsprop, `rho` of adadelta. */
  readonly decay: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly schedule: ScheduleName;
  /** In epochs: how long each stair of `stepDecay` is, and how patient `reduceOnPlateau`. */
  readonly interval: number;
  readonly factor: number;
  /** In epochs; 0 is none. */
  readonly warmup: number;
  readonly loss: LossName;
  readonly labelSmoothing: number;
  /** `gamma` of `categoricalFocal`. */
  readonly focus: number;
  readonly clip: ClipName;
  readonly clipLimit: number;
  readonly l1: number;
  readonly l2: number;
  /** 0 is none. */
  readonly maxNorm: number;
  /** Epochs without progress after which training ends; 0 is never. */
  readonly patience: number;
  /** How many digits are learned from; 0 is all of them. */
  readonly trainingDigits: number;
  /** How far each digit is moved at most, in pixels; turned, in degrees; made larger or smaller, as a part of its size. */
  readonly shift: number;
  readonly rotate: number;
  readonly zoom: number;
  readonly noise: number;
  readonly seed: number;
  readonly backend: BackendName;
}

/** The tutorial's settings. */
export const defaultSettings: Settings = {
  dataset: 'synthetic',
  architecture: 'input(784).to(relu(500), relu(300), softmax(10))',
  optimizer: 'momentum',
  step: 0.01,
  momentum: 0.99,
  nesterov: true,
  beta1: 0.9,
  beta2: 0.999,
  decay: 0.95,
  weightDecay: 0.01,
  batchSize: 128,
  epochs: 10,
  schedule: 'constantStep',
  interval: 3,
  factor: 0.5,
  warmup: 0,
  loss: 'categoricalCrossentropy',
  labelSmoothing: 0,
  focus: 2,
  clip: 'none',
  clipLimit: 1,
  l1: 0,
  l2: 0,
  maxNorm: 0,
  patience: 0,
  trainingDigits: 0,
  shift: 0,
  rotate: 0,
  zoom: 0,
  noise: 0,
  seed: 0,
  backend: 'cpu',
};

export const choices = {
  dataset: ['synthetic', 'mnist'],
  optimizer: [
    'gradientDescent',
    'momentum',
    'adam',
    'adamW',
    'nadam',
    'radam',
    'adamax',
    'rmsprop',
    'adagrad',
    'adadelta',
    'lion',
    'muon',
  ],
  schedule: ['constantStep', 'stepDecay', 'exponentialDecay', 'cosineDecay', 'oneCycle', 'reduceOnPlateau'],
  loss: ['categoricalCrossentropy', 'categoricalFocal', 'categoricalHinge', 'mse'],
  clip: ['none', 'value', 'norm', 'globalNorm'],
  backend: ['cpu', 'webgl', 'webgpu'],
} as const;

/** What the choices are called in the page. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  cpu: 'the CPU',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
};

interface NumberRange {
  /** As the field is called. */
  readonly label: string;
  readonly min: number;
  readonly max?: number;
  /** The first number that is too large, where that is not `max`. */
  readonly below?: number;
  readonly integer?: boolean;
  /** Whether 0 is fine too, though it is less than `min`. */
  readonly orZero?: boolean;
}

export const ranges = {
  step: { label: 'Step', min: 1e-6, max: 10 },
  momentum: { label: 'Momentum', min: 0, below: 1 },
  beta1: { label: 'Beta 1', min: 0, below: 1 },
  beta2: { label: 'Beta 2', min: 0, below: 1 },
  decay: { label: 'Memory of squares', min: 0, below: 1 },
  weightDecay: { label: 'Weight decay', min: 0, max: 10 },
  batchSize: { label: 'Batch size', min: 1, max: 10_000, integer: true },
  epochs: { label: 'Epochs', min: 1, max: 1000, integer: true },
  interval: { label: 'Interval', min: 1, max: 1000, integer: true },
  factor: { label: 'Factor', min: 0.001, below: 1 },
  warmup: { label: 'Warm-up', min: 0, max: 1000 },
  labelSmoothing: { label: 'Label smoothing', min: 0, max: 0.9 },
  focus: { label: 'Focus', min: 0, max: 10 },
  clipLimit: { label: 'Limit', min: 1e-4, max: 1000 },
  l1: { label: 'L1 penalty', min: 0, max: 1 },
  l2: { label: 'L2 penalty', min: 0, max: 1 },
  maxNorm: { label: 'Largest norm', min: 0.01, max: 1000, orZero: true },
  patience: { label: 'Patience', min: 0, max: 1000, integer: true },
  trainingDigits: { label: 'Training digits', min: 10, max: 60_000, integer: true, orZero: true },
  shift: { label: 'Shift', min: 0, max: 14 },
  rotate: { label: 'Turn', min: 0, max: 180 },
  zoom: { label: 'Zoom', min: 0, max: 0.9 },
  noise: { label: 'Noise', min: 0, max: 1 },
  seed: { label: 'Seed', min: 0, max: 2 ** 32 - 1, integer: true },
} as const satisfies Record<string, NumberRange>;

export type NumericSetting = keyof typeof ranges;

/** A number as it is typed; NaN for what is none. */
export function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Why a text is no value for this setting, or `undefined` when it is. */
export function numberProblem(name: NumericSetting, text: string): string | undefined {
  const { label, min, max = Number.POSITIVE_INFINITY, below, integer, orZero }: NumberRange = ranges[name];
  const value = readNumber(text);
  const fits = value >= min && value <= max && (below === undefined || value < below);
  if ((fits || (orZero && value === 0)) && (!integer || Number.isInteger(value))) return undefined;
  const kind = `${orZero ? '0 or ' : ''}${integer ? 'a whole number' : 'a number'}`;
  const range =
    below === undefined
      ? `from ${plain(min)} to ${plain(max)}`
      : `from ${plain(min)} up to, but not including, ${below}`;
  const hint = /^\s*-?\d*,\d+\s*$/.test(text) ? ` Write ${text.trim().replace(',', '.')}, with a point.` : '';
  return `${label} must be ${kind} ${range}.${hint}`;
}

/** `0.000001` rather than `1e-6`. */
function plain(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}
