import { type FittedPreparation, type PreparationMethod, perImage, preparationFrom } from '@neutype/datasets';
import { checkNumber, NeutypeError, nearestName, OptionError, shown } from '@neutype/errors';
import type { ByteSource, StoredTensor } from '@neutype/files';
import type { AnyNetwork, Shape } from '@neutype/layers';
import { formatShape, type NdArray, ndarray, sizeOf } from '@neutype/ndarray';
import { isRecord } from '../isRecord.js';
import { damaged } from './damaged.js';

/**
 * One thing that is done to raw data: what a scaler has learned, `{ divide: 255 }` for a division of every number, or the
 * function `perImage` itself.
 */
export type PreparationStep = FittedPreparation | { readonly divide: number } | typeof perImage;

/** What is done to raw data, one thing after another. */
export type Preparation = PreparationStep | readonly PreparationStep[];

/** By the names of inputs. */
export type PreparationByInput = Readonly<Record<string, readonly PreparationStep[]>>;

/** A step in a file. Arrays are the file's tensors of these names. */
export type PreparationRecord =
  | { readonly method: 'divide'; readonly by: number }
  | { readonly method: 'perImage' }
  | { readonly method: PreparationMethod; readonly shift: string; readonly factor: string };

/** How names of tensors begin that belong to a preparation: parameters have a point in theirs, these have none. */
const TENSORS = 'preparation/';

/**
 * What the option `preparation` says of each input.
 *
 * @param network whose inputs they are
 * @param where whose option it is, for messages
 * @throws OptionError for what is none, or is for an input that there is not
 */
export function preparationByInput(
  given: Preparation | Readonly<Record<string, Preparation>>,
  network: AnyNetwork,
  where: string,
): PreparationByInput {
  const shapes = new Map(inputsOf(network).map(({ name, outputShape }) => [name, outputShape]));
  const inputs = [...shapes.keys()];
  if (Array.isArray(given) || isStep(given)) {
    const [only] = inputs;
    if (inputs.length === 1) {
      return { [only as string]: steps(given as Preparation, shapes.get(only as string), where) };
    }
    throw new OptionError({
      where: where,
      expected: `one for each input by its name: { ${inputs.join(', ')} }`,
      received: 'one for all',
    });
  }
  if (!isRecord(given)) throw noPreparation(where, given);
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      checkInput(name, inputs, where);
      return [name, steps(one as Preparation, shapes.get(name), `${where}, ${name}`)];
    }),
  );
}

function inputsOf(network: AnyNetwork): AnyNetwork['layers'] {
  return network.layers.filter(({ inputs }) => inputs.length === 0);
}

function steps(given: Preparation, sample: Shape | undefined, where: string): readonly PreparationStep[] {
  const list: readonly PreparationStep[] = Array.isArray(given) ? given : [given as PreparationStep];
  for (const step of list) {
    if (!isStep(step)) throw noPreparation(where, step);
    if (isDivision(step)) checkDivisor(where, step.divide);
    else if (step !== perImage && sample) checkFeatures(step as FittedPreparation, sample, where);
  }
  return list;
}

/** What was fitted on other data would be found out by the first prediction alone, which may be on another machine. */
function checkFeatures({ description }: FittedPreparation, sample: Shape, where: string): void {
  const { method, shift } = preparationFrom(description).description;
  const features = sizeOf(sample);
  if (shift.length === features) return;
  throw new OptionError({
    where: `${where}, ${method}`,
    expected: `one for the ${features} features of a sample ${formatShape(sample)}`,
    received: `one that was fitted on ${shift.length}`,
  });
}

function isStep(value: unknown): value is PreparationStep {
  if (value === perImage) return true;
  return isRecord(value) && (isDivision(value) || isFitted(value));
}

function isDivision(step: object): step is { readonly divide: number } {
  return 'divide' in step;
}

function isFitted(step: object): step is FittedPreparation {
  return 'description' in step && 'apply' in step && typeof step.apply === 'function';
}

function checkDivisor(where: string, divisor: unknown): void {
  checkNumber(`${where}, divide`, divisor);
  if (divisor !== 0) return;
  throw new OptionError({ where: `${where}, divide`, expected: 'a number other than 0', received: '0' });
}

function checkInput(name: string, inputs: readonly string[], where: string): void {
  if (inputs.includes(name)) return;
  const nearest = nearestName(name, inputs);
  throw new OptionError({
    where,
    expected: `what is done to inputs by their names: ${inputs.join(', ')}`,
    received: shown(name),
    ...(nearest && { remedy: `Did you mean ${shown(nearest)}?` }),
  });
}

function noPreparation(where: string, value: unknown): OptionError {
  return new OptionError({
    where,
    expected:
      'what standardScaler(x), minMaxScaler(x) or featureMean(x) gave, { divide: 255 }, perImage, or a list of these',
    received: shown(value),
  });
}

/** Steps as a file holds them, and the tensors that belong to them. */
export function describePreparation(preparation: PreparationByInput): {
  readonly records: Readonly<Record<string, readonly PreparationRecord[]>>;
  readonly tensors: ReadonlyMap<string, NdArray<Float64Array>>;
} {
  const tensors = new Map<string, NdArray<Float64Array>>();
  const stored = (key: string, values: Float64Array): string => {
    const name = `${TENSORS}${tensors.size}/${key}`;
    tensors.set(name, ndarray(values, [values.length]));
    return name;
  };
  const recordOf = (step: PreparationStep): PreparationRecord => {
    if (step === perImage) return { method: 'perImage' };
    if ('divide' in step) return { method: 'divide', by: step.divide };
    // Refuses what could not be made again.
    const { factor, method, shift } = preparationFrom((step as FittedPreparation).description).description;
    return { method, shift: stored('shift', shift), factor: stored('factor', factor) };
  };
  const records = Object.fromEntries(
    Object.entries(preparation).map(([input, list]) => [input, list.map(recordOf)]),
  );
  return { records, tensors };
}

/**
 * Makes the steps again that a file holds.
 *
 * @param stored the tensors that are no parameters; those that are read are left out from then on
 * @throws DataError for what is no preparation
 */
export async function restorePreparation(
  source: ByteSource,
  records: unknown,
  stored: Map<string, StoredTensor>,
  inputs: readonly string[],
): Promise<PreparationByInput> {
  if (records === undefined) return {};
  if (!isRecord(records)) throw damaged(source, 'a preparation of inputs by their names', shown(records));
  const restored: [string, readonly PreparationStep[]][] = [];
  for (const [input, list] of Object.entries(records)) {
    if (!inputs.includes(input) || !Array.isArray(list)) {
      throw damaged(source, 'a preparation of its inputs', `one of ${shown(input)}`);
    }
    const made: PreparationStep[] = [];
    for (const record of list) made.push(await restoreStep(source, record, stored));
    restored.push([input, made]);
  }
  return Object.fromEntries(restored);
}

async function restoreStep(
  source: ByteSource,
  record: unknown,
  stored: Map<string, StoredTensor>,
): Promise<PreparationStep> {
  if (!isRecord(record)) throw damaged(source, 'a preparation', shown(record));
  const { by, factor, method, shift } = record;
  if (method === 'perImage') return perImage;
  try {
    if (method === 'divide') {
      checkDivisor('preparation', by);
      return { divide: by as number };
    }
    return preparationFrom({
      method: method as PreparationMethod,
      shift: await tensorOf(source, shift, stored),
      factor: await tensorOf(source, factor, stored),
    });
  } catch (error) {
    if (!(error instanceof NeutypeError) || !error.problem) throw error;
    throw damaged(source, `a preparation: ${error.problem.expected}`, error.problem.received ?? 'another');
  }
}

async function tensorOf(
  source: ByteSource,
  name: unknown,
  stored: Map<string, StoredTensor>,
): Promise<Float64Array> {
  const tensor = typeof name === 'string' && name.startsWith(TENSORS) ? stored.get(name) : undefined;
  if (tensor === undefined)
    throw damaged(source, 'the tensors of its preparation', `none called ${shown(name)}`);
  stored.delete(name as string);
  return (await tensor.read()).data as Float64Array;
}
