import { type FittedPreparation, type PreparationMethod, perImage, preparationFrom } from '@neutype/datasets';
import { NeutypeError, shown } from '@neutype/errors';
import type { ByteSource, StoredTensor } from '@neutype/files';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { isRecord } from '../isRecord.js';
import { damaged } from './damaged.js';
import { checkDivisor, type PreparationByInput, type PreparationStep } from './preparation.js';

/** A step in a file. Arrays are the file's tensors of these names. */
export type PreparationRecord =
  | { readonly method: 'divide'; readonly by: number }
  | { readonly method: 'perImage' }
  | { readonly method: PreparationMethod; readonly shift: string; readonly factor: string };

/** How names of tensors begin that belong to a preparation: parameters have a point in theirs, these have none. */
const TENSORS = 'preparation/';

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
