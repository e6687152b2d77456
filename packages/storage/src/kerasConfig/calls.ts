import { DataError, shown } from '@neutype/errors';
import { type Entry, isModel } from './entries.js';
import type { Value } from './masks.js';
import { callsOf, type Reference } from './references.js';

/** What each call of each layer has given, as far as it is known: by the layer's name, the call, the output. */
export type Results = Map<string, (readonly Value[])[]>;

/** One call of a layer in a functional model. */
export interface Call {
  readonly entry: Entry;
  /** Which call of the layer, from 0. */
  readonly index: number;
  readonly inputs: readonly Reference[];
}

/** All calls of these layers, and the references to outputs, both with the calls of models within counted from 0. */
export function readCalls(
  entries: readonly Entry[],
  ends: readonly Reference[],
): { readonly calls: readonly Call[]; readonly ends: readonly Reference[] } {
  const calls = entries.flatMap((entry) => {
    const where = `layer ${shown(entry.name)} (${entry.className})`;
    return callsOf(entry.layer['inbound_nodes'], where).map((inputs, index) => ({ entry, inputs, index }));
  });
  const renumber = renumbering(calls, ends);
  return {
    calls: calls.map((call) => ({ ...call, inputs: call.inputs.map(renumber) })),
    ends: ends.map(renumber),
  };
}

/**
 * Makes calls as soon as all that they take is there.
 *
 * @param results of the inputs; gets those of the calls
 * @throws DataError where calls wait for one another, or for what is not there
 */
export function makeCalls(
  calls: readonly Call[],
  results: Results,
  make: (call: Call, inputs: readonly Value[]) => readonly Value[],
  where: string,
): void {
  for (const { entry } of calls) if (!results.has(entry.name)) results.set(entry.name, []);
  const { lacking, waiting } = whatIsLacking(calls, results);
  const ready = calls.filter((call) => lacking.get(call) === 0);
  for (const call of ready) {
    const { entry, index, inputs } = call;
    const given = inputs.map((input) => resultOf(input, results, where));
    (results.get(entry.name) as (readonly Value[])[])[index] = make(call, given);
    for (const other of waiting.get(keyOf(entry.name, index)) ?? []) {
      const left = (lacking.get(other) as number) - 1;
      lacking.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
  if (ready.length === calls.length) return;
  const stuck = calls.find((call) => lacking.get(call) !== 0) as Call;
  throw new DataError({
    where,
    expected: `layers before ${shown(stuck.entry.name)} that it takes its inputs from`,
    received: 'none, or a circle',
  });
}

/** How many inputs each call waits for, and which calls wait for each. */
function whatIsLacking(
  calls: readonly Call[],
  results: Results,
): { readonly lacking: Map<Call, number>; readonly waiting: ReadonlyMap<string, readonly Call[]> } {
  const lacking = new Map<Call, number>();
  const waiting = new Map<string, Call[]>();
  for (const call of calls) {
    const missing = call.inputs.filter((input) => results.get(input.layer)?.[input.call] === undefined);
    lacking.set(call, missing.length);
    for (const input of missing) {
      const key = keyOf(input.layer, input.call);
      const others = waiting.get(key);
      if (others === undefined) waiting.set(key, [call]);
      else others.push(call);
    }
  }
  return { lacking, waiting };
}

/** @throws DataError for what no call gives */
export function resultOf({ layer, call, output }: Reference, results: Results, where: string): Value {
  const value = results.get(layer)?.[call]?.[output];
  if (value !== undefined) return value;
  throw new DataError({
    where,
    expected: 'outputs that layers give',
    received: `output ${output} of call ${call} of ${shown(layer)}`,
  });
}

function keyOf(layer: string, call: number): string {
  return `${call} ${layer}`;
}

/**
 * Counts the calls of models within the model from 0. tfjs and Keras 2 count the making of such a model as its first call, and
 * every call is used, so that the last number tells which it is.
 */
function renumbering(
  calls: readonly Call[],
  ends: readonly Reference[],
): (reference: Reference) => Reference {
  const last = new Map<string, number>();
  for (const { layer, call } of [...calls.flatMap(({ inputs }) => inputs), ...ends]) {
    last.set(layer, Math.max(last.get(layer) ?? 0, call));
  }
  const made = new Set<string>();
  for (const { entry, index } of calls) {
    if (!isModel(entry)) continue;
    if (last.get(entry.name) === index + 1) made.add(entry.name);
    else made.delete(entry.name);
  }
  return (reference) => (made.has(reference.layer) ? { ...reference, call: reference.call - 1 } : reference);
}
