import type { Parameter } from '@neutype/core';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import type { MinimizerState } from '../fullBatch/minimizer.js';
import type { Optimizer } from '../optimizer.js';

/** What training changes. */
export type Trained = Pick<Optimizer, 'methodMemory' | 'network' | 'state'>;

export type Tensors = ReadonlyMap<string, NdArray<TypedArray>>;

/** Where the parts of a checkpoint are found, by what their names begin with. */
export const NETWORK = 'network/';
const STATE = 'state/';
const METHOD = 'method/';

/** Copies all that training changes: the network's parameters, and what the algorithm remembers. */
export async function copiesOf({
  methodMemory,
  network,
  state,
}: Trained): Promise<Map<string, NdArray<TypedArray>>> {
  const copies = new Map<string, NdArray<TypedArray>>();
  for (const [name, parameter] of named(NETWORK, network.parameters))
    copies.set(name, await copyOf(parameter));
  for (const [name, parameter] of named(STATE, state)) copies.set(name, await copyOf(parameter));
  for (const [name, value] of Object.entries(methodMemory ?? {})) copies.set(METHOD + name, toArray(value));
  return copies;
}

/** Writes copies back; what there are none of stays as it is. */
export function writeCopies(trained: Trained, copies: Tensors): void {
  const { network, state } = trained;
  for (const [name, parameter] of named(NETWORK, network.parameters)) writeCopy(parameter, copies.get(name));
  for (const [name, parameter] of named(STATE, state)) writeCopy(parameter, copies.get(name));
  trained.methodMemory = methodMemoryIn(copies);
}

/** The names, as of `state`, of what the algorithm remembers. */
export function namesOfState(copies: Tensors): ReadonlySet<string> {
  return new Set(withoutPrefix(copies, STATE).keys());
}

/** All but what a full-batch method remembers. */
export function withoutMethod(copies: Tensors): Tensors {
  return new Map([...copies].filter(([name]) => !name.startsWith(METHOD)));
}

/** Those whose names begin so, by the rest of their names. */
export function withoutPrefix(copies: Tensors, prefix: string): Map<string, NdArray<TypedArray>> {
  const those = [...copies].filter(([name]) => name.startsWith(prefix));
  return new Map(those.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** Parameters by names that are unique, even where somebody's model has one twice. */
export function named(prefix: string, parameters: readonly Parameter[]): Map<string, Parameter> {
  const all = new Map<string, Parameter>();
  for (const parameter of parameters) {
    let name = prefix + parameter.name;
    while (all.has(name)) name += '+';
    all.set(name, parameter);
  }
  return all;
}

async function copyOf(parameter: Parameter): Promise<NdArray<TypedArray>> {
  return new NdArray(await parameter.read(), parameter.shape);
}

/** One of another size belongs to another network. */
function writeCopy(parameter: Parameter, copy: NdArray<TypedArray> | undefined): void {
  if (copy !== undefined && copy.data.length === parameter.size) parameter.write(copy.data);
}

/** A number is an array without axes. */
function toArray(value: MinimizerState[string]): NdArray<TypedArray> {
  return typeof value === 'number'
    ? new NdArray(new Float64Array([value]), [])
    : new NdArray(value, [value.length]);
}

function methodMemoryIn(copies: Tensors): MinimizerState | undefined {
  const method = withoutPrefix(copies, METHOD);
  if (method.size === 0) return undefined;
  const entries = [...method].map(([name, { data, shape }]) => {
    return [name, shape.length === 0 ? (data[0] as number) : Float64Array.from(data)] as const;
  });
  return Object.fromEntries(entries);
}
