import type { Parameter } from '@neutype/core';
import { NdArray, type TypedArray } from '@neutype/ndarray';

/** Arrays by short names: those of a layer's parameters, or those in a module's state dict. */
export type Values = Readonly<Record<string, NdArray<TypedArray>>>;

/** A module of PyTorch, and what its state dict has of a layer's parameters. */
export interface TorchModule {
  /** How it is made: `nn.Linear(4, 3)`. */
  readonly code: string;
  /** Which part of a layer it is, where the layer is several modules: `'depthwise'`. */
  readonly part: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The shapes in its state dict. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  /** Those of its tensors that a file need not have: whole numbers. */
  readonly optional?: readonly string[];
  /** The modules that other models have in its place, each with a part of its parameters: one or more sets. */
  readonly apart?: readonly (readonly TorchModule[])[];
  /** Its state dict, from the parameters' values. */
  write(own: Values): Values;
  /** The parameters' values, from its state dict. */
  read(theirs: Values): Values;
}

/** One tensor that is one parameter in another layout. */
export interface Mapping {
  /** In the state dict: `weight`. */
  readonly key: string;
  readonly parameter: Parameter;
  /** In the state dict. */
  readonly shape: readonly number[];
  to(own: NdArray<TypedArray>): NdArray<TypedArray>;
  from(theirs: NdArray<TypedArray>): NdArray<TypedArray>;
}

/** A module without parameters. */
export function plainModule(code: string, part = ''): TorchModule {
  return { code, part, parameters: {}, tensors: {}, write: () => ({}), read: () => ({}) };
}

/** A module each of whose tensors is one parameter. */
export function mappedModule(
  code: string,
  mappings: readonly (Mapping | undefined)[],
  part = '',
): TorchModule {
  const present = mappings.filter((mapping) => mapping !== undefined);
  return {
    code,
    part,
    parameters: Object.fromEntries(present.map(({ key, parameter }) => [key, parameter])),
    tensors: Object.fromEntries(present.map(({ key, shape }) => [key, shape])),
    write: (own) => Object.fromEntries(present.map(({ key, to }) => [key, to(arrayOf(own, key))])),
    read: (theirs) => Object.fromEntries(present.map(({ key, from }) => [key, from(arrayOf(theirs, key))])),
  };
}

/** The parameter as it is; `undefined` where there is none. */
export function asItIs(key: string, parameter: Parameter | undefined): Mapping | undefined {
  return parameter && { key, parameter, shape: parameter.shape, to: (own) => own, from: (theirs) => theirs };
}

/** The parameter with its axes in another order: axis i there is axis `axes[i]` here. */
export function reordered(key: string, parameter: Parameter, axes: readonly number[]): Mapping {
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return {
    key,
    parameter,
    shape: axes.map((axis) => parameter.shape[axis] as number),
    to: (own) => own.transpose(...axes),
    from: (theirs) => theirs.transpose(...back),
  };
}

/** A mapping whose tensor goes through a further one: what is written comes first through the mapping, then through this. */
export function followedBy(
  mapping: Mapping,
  { shape, to, from }: Pick<Mapping, 'shape' | 'to' | 'from'>,
): Mapping {
  return {
    ...mapping,
    shape,
    to: (own) => to(mapping.to(own)),
    from: (theirs) => mapping.from(from(theirs)),
  };
}

/** The array with its last axis in another order: place i there is place `order[i]` here. */
export function withOrder(
  mapping: Mapping | undefined,
  order: readonly number[] | undefined,
): Mapping | undefined {
  if (mapping === undefined || order === undefined) return mapping;
  const back = new Array<number>(order.length);
  for (const [there, here] of order.entries()) back[here] = there;
  return followedBy(mapping, {
    shape: mapping.shape,
    to: (own) => taken(own, order),
    from: (theirs) => taken(theirs, back),
  });
}

export function arrayOf(values: Values, key: string): NdArray<TypedArray> {
  return values[key] as NdArray<TypedArray>;
}

/** In each row, at place i what was at `places[i]`. */
function taken(array: NdArray<TypedArray>, places: readonly number[]): NdArray<TypedArray> {
  const data = array.data.slice();
  for (let start = 0; start < data.length; start += places.length) {
    for (let at = 0; at < places.length; at++) {
      data[start + at] = array.data[start + (places[at] as number)] as number;
    }
  }
  return new NdArray(data, array.shape);
}
