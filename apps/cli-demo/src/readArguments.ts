import { parseArgs } from 'node:util';
import { escapeControls, nearestName, shown } from '@neutype/errors';
import { FLAGS, type Flag, type FlagName, type Settings } from './flags.js';
import { UsageError } from './usageError.js';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'run'; readonly settings: Settings };

/**
 * Reads the command line.
 *
 * @throws UsageError for an unknown flag, naming the nearest, and for values that are missing or unsuitable
 */
export function readArguments(args: readonly string[]): Request {
  const given = readFlags(args);
  if (given.help !== undefined) return { kind: 'help' };
  if (given.version !== undefined) return { kind: 'version' };
  const {
    'batch-size': batchSize,
    checkpoint,
    data,
    dataset,
    json = false,
    resume = false,
    ...others
  } = given;
  if (data !== undefined && dataset === 'synthetic') {
    throw new UsageError('--data: it is where MNIST is, and does not go with --dataset synthetic.');
  }
  if (resume && checkpoint === undefined) {
    throw new UsageError('--resume: it goes on from checkpoints, which --checkpoint DIR names.');
  }
  const settings: Settings = {
    epochs: 10,
    batchSize: batchSize ?? 128,
    step: 0.01,
    momentum: 0.99,
    seed: 0,
    backend: 'cpu',
    dataset,
    data,
    // What reads the events asked for no files.
    out: json ? undefined : 'neutype-output',
    checkpoint,
    resume,
    json,
    ...others,
  };
  return { kind: 'run', settings };
}

type Given = Partial<Omit<Settings, 'batchSize'>> & {
  readonly 'batch-size'?: number;
  readonly help?: boolean;
  readonly version?: boolean;
};

function readFlags(args: readonly string[]): Given {
  const given: Record<string, unknown> = {};
  for (const token of tokensOf(args)) {
    if (token.kind === 'positional') throw unexpected(token.value);
    if (token.kind === 'option') given[token.name] = readValue(token);
  }
  return given;
}

function tokensOf(args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries<Flag>(FLAGS).map(([name, { read }]) => [
      name,
      { type: read ? 'string' : 'boolean' } as const,
    ]),
  );
  // Not strict: the messages are our own.
  return parseArgs({
    args: args.map((arg) => (arg === '-h' ? '--help' : arg)),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readValue({ name, rawName, value, inlineValue }: OptionToken): unknown {
  if (!Object.hasOwn(FLAGS, name)) throw unknown(name, rawName);
  const flag: Flag = FLAGS[name as FlagName];
  if (flag.read === undefined) {
    if (value !== undefined) throw new UsageError(`--${name}: it takes no value, got ${shown(value)}.`);
    return true;
  }
  const isNextFlag = inlineValue !== true && value?.startsWith('-') === true && Number.isNaN(Number(value));
  if (value === undefined || isNextFlag)
    throw new UsageError(`--${name}: a value is missing: --${name} ${flag.value}.`);
  return flag.read(value, name);
}

function unknown(name: string, rawName: string): UsageError {
  return new UsageError(`${escapeControls(rawName)}: there is no such flag.${hintFor(name)}`);
}

function unexpected(value: string): UsageError {
  return new UsageError(`${shown(value)}: only flags are expected.${hintFor(value.split('=')[0] ?? '')}`);
}

function hintFor(name: string): string {
  const meant = OTHER_NAMES.get(name) ?? nearestName(name, Object.keys(FLAGS));
  return meant === undefined ? '' : ` Did you mean --${meant}?`;
}

/** What other programs call these flags. */
const OTHER_NAMES: ReadonlyMap<string, FlagName> = new Map([
  ['v', 'version'],
  ['V', 'version'],
  ['lr', 'step'],
  ['learning-rate', 'step'],
  ['learning_rate', 'step'],
  ['learningRate', 'step'],
  ['eta', 'step'],
  ['e', 'epochs'],
  ['b', 'batch-size'],
  ['batch', 'batch-size'],
  ['m', 'momentum'],
  ['random-state', 'seed'],
  ['random-seed', 'seed'],
  ['s', 'seed'],
  ['device', 'backend'],
  ['d', 'data'],
  ['data-dir', 'data'],
  ['o', 'out'],
  ['output', 'out'],
  ['output-dir', 'out'],
  ['j', 'json'],
]);
