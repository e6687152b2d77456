import { shown } from '@neutype/errors';
import { UsageError } from './usageError.js';

/** What the demo was asked to do. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly step: number;
  readonly momentum: number;
  readonly seed: number;
  readonly backend: BackendName;
  /** Undefined: MNIST if it is found, else synthetic digits. */
  readonly dataset: DatasetName | undefined;
  /** Where MNIST's files are. */
  readonly data: string | undefined;
  /** Where pictures go; undefined writes none. */
  readonly out: string | undefined;
  /** Where checkpoints go; undefined takes none. */
  readonly checkpoint: string | undefined;
  /** Whether training goes on from the last of them. */
  readonly resume: boolean;
  readonly json: boolean;
}

export const BACKENDS = ['cpu', 'node', 'webgpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export const DATASETS = ['mnist', 'synthetic'] as const;
export type DatasetName = (typeof DATASETS)[number];

/** A flag as `--help` tells it, and how its text is read; a flag without `read` takes no value. */
export interface Flag {
  readonly value?: string;
  readonly help: string;
  readonly read?: (text: string, name: string) => unknown;
}

/** All flags, in the order of `--help`. The defaults are the tutorial's. */
export const FLAGS = {
  epochs: { value: 'N', help: 'how often to go through the training data (10)', read: positiveInteger },
  'batch-size': { value: 'N', help: 'images for each update (128)', read: positiveInteger },
  step: { value: 'X', help: 'the learning rate (0.01)', read: positiveNumber },
  momentum: { value: 'X', help: 'how much of the velocity is kept, from 0 to below 1 (0.99)', read: share },
  seed: {
    value: 'N',
    help: 'for the first weights and the order of the images; data and split stay (0)',
    read: integer,
  },
  backend: {
    value: 'NAME',
    help: 'what computes: cpu, node (native TensorFlow) or webgpu (cpu)',
    read: oneOf(BACKENDS),
  },
  dataset: { value: 'NAME', help: 'mnist or synthetic (mnist if it is found)', read: oneOf(DATASETS) },
  data: { value: 'DIR', help: "the directory with MNIST's four files ($NEUTYPE_DATA_DIR)", read: path },
  out: {
    value: 'DIR',
    help: 'where report.html and its plots go (neutype-output; with --json: nowhere)',
    read: path,
  },
  checkpoint: { value: 'DIR', help: 'where training is saved after each epoch (nowhere)', read: path },
  resume: { help: 'go on from what --checkpoint has saved; --epochs counts them all' },
  json: { help: 'print one JSON object a line: an event for each epoch, and a summary' },
  help: { help: 'print this help' },
  version: { help: 'print the version' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

function positiveInteger(text: string, name: string): number {
  const value = number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw unsuitable(name, 'an integer from 1 up', text);
}

function integer(text: string, name: string): number {
  const value = number(text);
  if (Number.isSafeInteger(value)) return value;
  throw unsuitable(name, 'an integer', text);
}

function positiveNumber(text: string, name: string): number {
  const value = number(text);
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw unsuitable(name, 'a number above 0', text);
}

function share(text: string, name: string): number {
  const value = number(text);
  if (value >= 0 && value < 1) return value;
  throw unsuitable(name, 'a number from 0 to below 1', text);
}

function path(text: string, name: string): string {
  if (text !== '') return text;
  throw unsuitable(name, 'a directory', text);
}

function oneOf<T extends string>(names: readonly T[]): (text: string, name: string) => T {
  return (text, name) => {
    const found = names.find((each) => each === text);
    if (found !== undefined) return found;
    throw unsuitable(name, names.join(' or '), text);
  };
}

/** NaN for what is not a number; `Number` alone would read an empty text as 0. */
function number(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function unsuitable(name: string, expected: string, text: string): UsageError {
  return new UsageError(`--${name}: expected ${expected}, got ${shown(text)}.`);
}
