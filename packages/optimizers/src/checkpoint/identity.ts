import type { Breath, Model } from '@neutype/core';
import { formatShape, type TypedArray } from '@neutype/ndarray';
import type { BatchedData } from '../data/batchedData.js';
import type { Pairs } from '../data/pairs.js';
import type { TrainingData } from '../data/trainingData.js';
import type { Optimizer } from '../optimizer.js';
import type { TrainArguments } from '../options/trainOptions.js';
import type { Signal } from '../signals.js';
import { contentHash } from './contentHash.js';

/** What a training depends on, as texts by name: a training that is resumed must have the same. */
export type Identity = Readonly<Record<string, string>>;

/** Which parameters are frozen as training begins; signals may set them free later. */
export const FROZEN = 'frozen parameters';

/** Which signals have a memory. */
export const SIGNALS = 'signals that remember';

/** Options that change nothing of what is learnt. */
const IDLE_OPTIONS: readonly string[] = ['metrics', 'showEpoch', 'signals', 'verbose'];

/** What a training is made of. */
export interface Ingredients {
  readonly optimizer: Pick<Optimizer, 'algorithm' | 'network' | 'options' | 'updatesMade'>;
  readonly signals: readonly Signal[];
  readonly given: TrainArguments;
  readonly data: TrainingData;
}

/** Reads all data, to know them again. */
export async function identityOf(ingredients: Ingredients, breath: Breath): Promise<Identity> {
  const { data, optimizer } = ingredients;
  const hashes = new Hashes(breath);
  return {
    ...networkIdentity(optimizer.network),
    ...optionsIdentity(ingredients),
    ...(await dataIdentity('training data', data.train, hashes)),
    ...(data.valid && (await dataIdentity('validation data', data.valid, hashes))),
  };
}

function networkIdentity({ inputShape, layers = [], parameters }: Model): Identity {
  const frozen = parameters.flatMap((parameter) => (parameter.frozen ? [parameter.name] : []));
  return {
    'shape of the input': formatShape([null, ...inputShape]),
    ...Object.fromEntries(
      layers.map(({ name, kind, inputs, settings }) => {
        return [`layer ${name}`, `${[kind, ...inputs].join(' after ')} ${JSON.stringify(settings)}`];
      }),
    ),
    ...Object.fromEntries(parameters.map(({ name, shape }) => [`parameter ${name}`, formatShape(shape)])),
    [FROZEN]: frozen.join(', ') || 'none',
  };
}

function optionsIdentity({ optimizer, signals, given, data }: Ingredients): Identity {
  const { classWeight, lastBatch, updatesPerEpoch, validationSplit } = given;
  const { batchSize } = data.train;
  const options: Record<string, string> = {
    ...optimizer.options,
    ...(batchSize !== undefined && { batchSize: String(batchSize) }),
    ...(classWeight !== undefined && { classWeight: classWeightInCode(classWeight) }),
    lastBatch,
    ...(updatesPerEpoch !== undefined && { updatesPerEpoch: String(updatesPerEpoch) }),
    ...(validationSplit !== undefined && { validationSplit: String(validationSplit) }),
  };
  const names = Object.keys(options).filter((name) => !IDLE_OPTIONS.includes(name));
  const remembering = signals.flatMap((signal) =>
    'memory' in signal ? [signal.name ?? 'one of your own'] : [],
  );
  return {
    algorithm: optimizer.algorithm,
    ...Object.fromEntries(names.map((name) => [`option ${name}`, options[name] as string])),
    [SIGNALS]: remembering.join(', ') || 'none',
  };
}

function classWeightInCode(classWeight: NonNullable<TrainArguments['classWeight']>): string {
  return JSON.stringify(classWeight instanceof Map ? Object.fromEntries(classWeight) : classWeight);
}

async function dataIdentity(of: string, { arrays }: BatchedData, hashes: Hashes): Promise<Identity> {
  if (arrays === undefined) return { [of]: 'from a source' };
  const identity: Record<string, string> = { [of]: `${arrays.count} samples in arrays` };
  for (const { name, data, count, shape } of [...arrays.inputs, ...arrays.targets]) {
    identity[`${of}, ${name}`] = `${formatShape([count, ...shape])}${CONTENT}${await hashes.of(data)}`;
  }
  await addMore(identity, of, arrays, hashes);
  return identity;
}

async function addMore(
  identity: Record<string, string>,
  of: string,
  { rows, weights }: Pairs,
  hashes: Hashes,
): Promise<void> {
  if (rows) identity[`${of}, which of the samples`] = `${rows.length}${CONTENT}${await hashes.of(rows)}`;
  if (weights)
    identity[`${of}, weights of samples`] = `${weights.length}${CONTENT}${await hashes.of(weights)}`;
}

/** What comes before the hash of an array's values. */
const CONTENT = ', content ';

/** Arrays may serve both for training and for validation. */
class Hashes {
  readonly #breath: Breath;
  readonly #known = new Map<TypedArray, string>();

  constructor(breath: Breath) {
    this.#breath = breath;
  }

  async of(data: TypedArray): Promise<string> {
    const hash = this.#known.get(data) ?? `${data.constructor.name} ${await contentHash(data, this.#breath)}`;
    this.#known.set(data, hash);
    return hash;
  }
}

/** How two trainings differ, a phrase for each difference. */
export function differencesBetween(there: Identity, here: Identity): readonly string[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return names.flatMap((name) => {
    const [before, now] = [there[name], here[name]];
    if (before === now) return [];
    const [shapeBefore, shapeNow] = [before, now].map((text) => text?.split(CONTENT)[0]);
    if (shapeBefore === shapeNow) return [`${name}: other values`];
    return [`${name}: ${shapeBefore ?? 'none'} in the checkpoint, ${shapeNow ?? 'none'} here`];
  });
}
