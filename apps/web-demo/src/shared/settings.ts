export type DatasetName = 'mnist' | 'synthetic';
export type OptimizerName = 'momentum' | 'gradientDescent';
export type BackendName = 'cpu' | 'webgl' | 'webgpu';

/** Everything that decides a run; what the URL carries. */
export interface Settings {
  readonly dataset: DatasetName;
  readonly architecture: string;
  readonly optimizer: OptimizerName;
  readonly step: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly batchSize: number;
  readonly epochs: number;
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
  batchSize: 128,
  epochs: 10,
  seed: 0,
  backend: 'cpu',
};

export const choices = {
  dataset: ['synthetic', 'mnist'],
  optimizer: ['momentum', 'gradientDescent'],
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
}

export const ranges = {
  step: { label: 'Step', min: 1e-6, max: 10 },
  momentum: { label: 'Momentum', min: 0, below: 1 },
  batchSize: { label: 'Batch size', min: 1, max: 10_000, integer: true },
  epochs: { label: 'Epochs', min: 1, max: 1000, integer: true },
  seed: { label: 'Seed', min: 0, max: 2 ** 32 - 1, integer: true },
} as const satisfies Record<string, NumberRange>;

export type NumericSetting = keyof typeof ranges;

/** A number as it is typed; NaN for what is none. */
export function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Why a text is no value for this setting, or `undefined` when it is. */
export function numberProblem(name: NumericSetting, text: string): string | undefined {
  const { label, min, max = Number.POSITIVE_INFINITY, below, integer }: NumberRange = ranges[name];
  const value = readNumber(text);
  const fits = value >= min && value <= max && (below === undefined || value < below);
  if (fits && (!integer || Number.isInteger(value))) return undefined;
  const kind = integer ? 'a whole number' : 'a number';
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
