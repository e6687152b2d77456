import { create } from '@bufbuild/protobuf';
import type { Parameter } from '@neutype/core';
import type { PlacedLayer, Shape } from '@neutype/layers';
import { NdArray, sameShape } from '@neutype/ndarray';
import { type NodeProto, NodeProtoSchema } from '../proto/onnx_pb.js';
import { type Attributes, attributeProtos } from './attributes.js';
import { type Layout, permutationOf } from './layouts.js';
import { type Constant, type Derived, type Stored, storedConstant, storedParameters } from './stored.js';
import { rankOf, type Value } from './value.js';

/** A graph while it is written: its nodes, and the tensors that it holds. */
export class GraphWriter {
  readonly nodes: NodeProto[] = [];
  readonly opset: number;
  readonly #stored: Map<string, Stored>;
  readonly #names: Set<string>;
  #layer = '';

  /** @param reserved names that are those of inputs and outputs, or the graph around this one */
  constructor(opset: number, reserved: Iterable<string> | GraphWriter) {
    this.opset = opset;
    if (reserved instanceof GraphWriter) {
      this.#stored = reserved.#stored;
      this.#names = reserved.#names;
      this.#layer = reserved.#layer;
    } else {
      this.#stored = new Map();
      this.#names = new Set(reserved);
    }
  }

  /** The body of a loop: a graph with nodes of its own that sees the names of this one. */
  body(): GraphWriter {
    return new GraphWriter(this.opset, this);
  }

  get stored(): readonly Stored[] {
    return [...this.#stored.values()];
  }

  /** The nodes from now on are named after this layer. */
  enter(layer: string): void {
    this.#layer = layer;
  }

  /** Adds a node with one output, and gives that output's name. Inputs that are left out are `''`. */
  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(type, inputs, [true], attributes)[0] as string;
  }

  /** Adds a node with several outputs, and gives their names: `''` for those that are not used. */
  ops(
    type: string,
    inputs: readonly string[],
    used: readonly boolean[],
    attributes: Attributes = {},
  ): string[] {
    const name = this.freeName(`${this.#layer}/${type}`);
    const output = used.map((isUsed, index) => {
      if (!isUsed) return '';
      return index === 0 ? name : this.freeName(`${name}:${index}`);
    });
    this.nodes.push(
      create(NodeProtoSchema, {
        name,
        opType: type,
        input: [...inputs],
        output,
        attribute: attributeProtos(attributes),
      }),
    );
    return output;
  }

  /** What a layer gives, under this name. */
  value(name: string, shape: Shape, layout: Layout = 'last', isIndices = false): Value {
    return { shape, layout, isIndices, names: new Map([[layout, name]]) };
  }

  /** The name of a value in a layout, into which it is transposed at most once. */
  in(layout: Layout, value: Value): string {
    const known = value.names.get(layout);
    if (known !== undefined) return known;
    const held = value.names.get(value.layout) as string;
    const perm = permutationOf(value.layout, layout, rankOf(value));
    const name = perm === undefined ? held : this.op('Transpose', [held], { perm });
    value.names.set(layout, name);
    return name;
  }

  /** A parameter of a layer, with its axes in another order and its shape another where these are given. */
  parameter(
    parameter: Parameter,
    { perm, dims }: { readonly perm?: readonly number[]; readonly dims?: readonly number[] } = {},
  ): string {
    const { name, shape } = parameter;
    const arranged = perm?.map((axis) => shape[axis] as number) ?? shape;
    return this.derived(name, {
      from: [parameter],
      dims: dims ?? arranged,
      make: perm && (([values]) => new NdArray(values as Float32Array, shape).transpose(...perm).data),
    });
  }

  /** The parameter of this name of a layer that has it. */
  weight(layer: PlacedLayer, name: string): string {
    return this.parameter(layer.parameters[name] as Parameter);
  }

  /** What is made of parameters. Layers that share them share this as well, where they make the same of them. */
  derived(key: string, derived: Derived): string {
    const known = this.#stored.get(key);
    if (known === undefined) return this.#store(key, (name) => storedParameters(name, derived));
    if (sameShape(known.dims, derived.dims)) return known.name;
    return this.derived(`${key}/${derived.dims.join('x')}`, derived);
  }

  /** Numbers that the graph computes with. */
  constant(values: Constant, dims: readonly number[] = [values.length]): string {
    const key = this.freeName(`${this.#layer}/constant`);
    this.#stored.set(key, storedConstant(key, values, dims));
    return key;
  }

  /** A single number that values are computed with. */
  scalar(value: number): string {
    return this.#once(`scalar ${value}`, Float32Array.of(value), []);
  }

  /** Whole numbers, such as sizes and axes. */
  ints(values: readonly number[]): string {
    return this.#once(`[${values.join(', ')}]`, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Gives a value another name. */
  rename(from: string, to: string): void {
    for (const node of this.nodes) {
      node.input = node.input.map((name) => (name === from ? to : name));
      node.output = node.output.map((name) => (name === from ? to : name));
    }
  }

  /** Gives a value one more name. */
  identity(from: string, to: string): void {
    this.nodes.push(create(NodeProtoSchema, { name: to, opType: 'Identity', input: [from], output: [to] }));
  }

  /** A name that nothing else has. */
  freeName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#names.has(name); count++) name = `${wanted}-${count}`;
    this.#names.add(name);
    return name;
  }

  #once(key: string, values: Constant, dims: readonly number[]): string {
    return this.#stored.get(key)?.name ?? this.#store(key, (name) => storedConstant(name, values, dims));
  }

  #store(key: string, make: (name: string) => Stored): string {
    const stored = make(this.freeName(key));
    this.#stored.set(key, stored);
    return stored.name;
  }
}
