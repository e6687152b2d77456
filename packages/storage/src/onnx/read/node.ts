import type { NodeProto } from '../proto/onnx_pb.js';
import { Attributes, nodeLabel } from './attributes.js';
import { type Allowance, type Constant, countOf, valuesOf } from './constant.js';
import { onnxError } from './onnxError.js';
import type { Scores } from './operators/scores.js';
import type { Trunk } from './trunk.js';
import type { View } from './view.js';

/** `1 + erf(x)` or `erf(x)`, of which exporters of before 2024 make GELU. */
export interface ErrorFunction {
  readonly kind: 'erf';
  readonly of: View;
  readonly plusOne: boolean;
}

/** What stands behind a name of the file. */
export type Value = Constant | View | Scores | ErrorFunction;

/** What all nodes of a file are read with. */
export interface Surroundings {
  readonly trunk: Trunk;
  readonly opset: number;
  readonly allowance: Allowance;
  /** How many nodes and outputs take a value. */
  readonly uses: ReadonlyMap<string, number>;
  /** Weights in the layouts of our layers, by what they were and how they were changed: shared weights stay shared. */
  readonly derived: Map<ArrayLike<number>, Map<string, Float32Array>>;
}

/** One node while it is read. */
export class NodeReading {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
  readonly label: string;
  readonly trunk: Trunk;
  readonly opset: number;
  readonly allowance: Allowance;
  readonly #node: NodeProto;
  readonly #uses: Surroundings['uses'];
  readonly #derived: Surroundings['derived'];

  constructor(node: NodeProto, inputs: readonly (Value | undefined)[], around: Surroundings) {
    this.#node = node;
    this.#uses = around.uses;
    this.#derived = around.derived;
    this.operator = node.opType;
    this.attributes = new Attributes(node);
    this.inputs = inputs;
    this.label = nodeLabel(node);
    this.trunk = around.trunk;
    this.opset = around.opset;
    this.allowance = around.allowance;
  }

  /** How many outputs the node names. */
  get outputs(): number {
    return this.#node.output.length;
  }

  /** Whether anything takes an output. */
  isUsed(output: number): boolean {
    const name = this.#node.output[output] ?? '';
    return name !== '' && (this.#uses.get(name) ?? 0) > 0;
  }

  error(expected: string, received?: string, remedy?: string): Error {
    return onnxError(this.label, expected, received, remedy);
  }

  has(input: number): boolean {
    return this.inputs[input] !== undefined;
  }

  /** An input that is computed. */
  view(input: number): View {
    const value = this.inputs[input];
    if (value?.kind === 'view') return value;
    throw this.error(`input ${input + 1} to be computed from the network's input`, describe(value));
  }

  /** An input whose values the file has. */
  constant(input: number): Constant {
    const value = this.inputs[input];
    if (value?.kind === 'constant') return value;
    throw this.error(`input ${input + 1} to be constant`, describe(value));
  }

  /** The values of a constant input, in the precision of weights. */
  weights(input: number): Float32Array {
    return this.weightsOf(this.constant(input));
  }

  weightsOf(constant: Constant): Float32Array {
    const values = valuesOf(constant, this.allowance, this.label);
    if (values instanceof Float32Array) return values;
    return this.derived(constant.data, `weights ${constant.sizes}`, () => Float32Array.from(values));
  }

  /** Weights in another layout, made once for all nodes that have them. */
  derived(from: ArrayLike<number>, how: string, make: () => Float32Array): Float32Array {
    const known = this.#derived.get(from) ?? new Map<string, Float32Array>();
    const made = known.get(how) ?? make();
    this.#derived.set(from, known.set(how, made));
    return made;
  }

  /** A short list of numbers, such as axes: from an input, or in older versions an attribute. */
  numbers(input: number, attribute?: string): readonly number[] | undefined {
    if (!this.has(input)) return attribute === undefined ? undefined : this.attributes.ints(attribute);
    const constant = this.constant(input);
    if (countOf(constant.sizes) > 64)
      throw this.error('a short list of numbers', `${constant.sizes.join(' × ')}`);
    return Array.from(valuesOf(constant, this.allowance, this.label));
  }

  /** A single number, from an input. */
  number(input: number, byDefault: number): number {
    const [value] = this.numbers(input) ?? [];
    return value ?? byDefault;
  }

  /** An axis from 0. */
  axis(axis: number, rank: number): number {
    const resolved = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(resolved) && resolved >= 0 && resolved < rank) return resolved;
    throw this.error(`an axis of ${rank}`, `${axis}`);
  }

  axes(axes: readonly number[], rank: number): readonly number[] {
    const resolved = axes.map((axis) => this.axis(axis, rank));
    if (new Set(resolved).size === resolved.length) return resolved;
    throw this.error('different axes', axes.join(', '));
  }
}

function describe(value: Value | undefined): string {
  if (value === undefined) return 'none';
  if (value.kind === 'constant') return `a constant of ${value.sizes.join(' × ') || '1'}`;
  return value.kind === 'view' ? 'what is computed' : 'a step of attention or GELU';
}
