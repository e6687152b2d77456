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

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

export const ranges = {
  step: { min: 1e-6, max: 10 },
  momentum: { min: 0, max: 0.999 },
  batchSize: { min: 1, max: 10_000, integer: true },
  epochs: { min: 1, max: 1000, integer: true },
  seed: { min: 0, max: 2 ** 32 - 1, integer: true },
} as const satisfies Record<string, NumberRange>;

export type NumericSetting = keyof typeof ranges;

/** Why a number is no value for this setting, or `undefined` when it is. */
export function numberProblem(name: NumericSetting, value: number): string | undefined {
  const range: NumberRange = ranges[name];
  const kind = range.integer ? 'a whole number' : 'a number';
  const fits = Number.isFinite(value) && value >= range.min && value <= range.max;
  if (fits && (!range.integer || Number.isInteger(value))) return undefined;
  return `${name} must be ${kind} from ${range.min} to ${range.max}.`;
}
