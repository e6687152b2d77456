import { create } from '@bufbuild/protobuf';
import { ATTRIBUTE_TYPES } from '../attributeTypes.js';
import {
  AttributeProtoSchema,
  type GraphProto,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
} from '../proto/onnx_pb.js';
import { readTensor } from './tensor.js';

/**
 * The graph with one node in place of several where older exporters wrote out an operator that is its own since. What is
 * left over is not needed by anything any more.
 */
export function withPatterns(graph: GraphProto): readonly NodeProto[] {
  const patterns = new Patterns(graph);
  return graph.node.map((node) => patterns.layerNorm(node) ?? patterns.rmsNorm(node) ?? node);
}

function normalization(node: NodeProto, opType: string, x: string, epsilon: number): NodeProto {
  return create(NodeProtoSchema, {
    name: node.name,
    opType,
    input: [x],
    output: node.output,
    attribute: [
      create(AttributeProtoSchema, { name: 'epsilon', f: epsilon, type: ATTRIBUTE_TYPES.float }),
      create(AttributeProtoSchema, { name: 'axis', i: -1n, type: ATTRIBUTE_TYPES.int }),
    ],
  });
}

class Patterns {
  readonly #makers = new Map<string, NodeProto>();
  readonly #constants: ReadonlyMap<string, TensorProto>;

  constructor(graph: GraphProto) {
    this.#constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
    for (const node of graph.node) for (const name of node.output) this.#makers.set(name, node);
  }

  /** `(x − mean(x)) / √(mean((x − mean(x))²) + epsilon)` along the last axis. */
  layerNorm(node: NodeProto): NodeProto | undefined {
    const centered = this.#maker(node, 0, 'Div', 'Sub');
    const root = this.#maker(node, 1, 'Div', 'Sqrt');
    const sum = this.#maker(root, 0, 'Sqrt', 'Add');
    const [x, mean] = [centered?.input[0], this.#maker(centered, 1, 'Sub', 'ReduceMean')];
    if (x === undefined || sum === undefined || mean?.input[0] !== x || !this.#isAlongLast(mean))
      return undefined;
    const variance = this.#maker(sum, 0, 'Add', 'ReduceMean') ?? this.#maker(sum, 1, 'Add', 'ReduceMean');
    const epsilon = this.#number(sum.input[1]) ?? this.#number(sum.input[0]);
    if (variance === undefined || epsilon === undefined || !this.#isAlongLast(variance)) return undefined;
    if (!this.#isSquareOf(variance.input[0], node.input[0])) return undefined;
    return normalization(node, 'LayerNormalization', x, epsilon);
  }

  /** `x / √(mean(x²) + epsilon)` along the last axis, or multiplied by the reciprocal of that. */
  rmsNorm(node: NodeProto): NodeProto | undefined {
    for (const [own, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const x = node.input[own];
      const inverse = this.#maker(node, other, 'Mul', 'Reciprocal');
      const root =
        node.opType === 'Div' && own === 0
          ? this.#maker(node, 1, 'Div', 'Sqrt')
          : this.#maker(inverse, 0, 'Reciprocal', 'Sqrt');
      const sum = this.#maker(root, 0, 'Sqrt', 'Add');
      const square = this.#maker(sum, 0, 'Add', 'ReduceMean') ?? this.#maker(sum, 1, 'Add', 'ReduceMean');
      const epsilon = this.#number(sum?.input[1]) ?? this.#number(sum?.input[0]);
      if (x === undefined || square === undefined || epsilon === undefined || !this.#isAlongLast(square))
        continue;
      if (this.#isSquareOf(square.input[0], x)) return normalization(node, 'RMSNormalization', x, epsilon);
    }
    return undefined;
  }

  /** The node of this kind that makes an input of a node of that kind. */
  #maker(
    node: NodeProto | undefined,
    input: number,
    operator: string,
    wanted: string,
  ): NodeProto | undefined {
    if (node?.opType !== operator) return undefined;
    const maker = this.#makers.get(node.input[input] ?? '');
    return maker?.opType === wanted ? maker : undefined;
  }

  #isSquareOf(name: string | undefined, of: string | undefined): boolean {
    const square = this.#makers.get(name ?? '');
    if (square === undefined || of === undefined) return false;
    if (square.opType === 'Mul') return square.input[0] === of && square.input[1] === of;
    if (square.opType !== 'Pow' || this.#number(square.input[1]) !== 2) return false;
    return square.input[0] === of || this.#isSameDifference(square.input[0], of);
  }

  /** Some exporters subtract the mean twice. */
  #isSameDifference(name: string | undefined, other: string): boolean {
    const [one, two] = [this.#makers.get(name ?? ''), this.#makers.get(other)];
    return one?.opType === 'Sub' && two?.opType === 'Sub' && one.input.join() === two.input.join();
  }

  #isAlongLast({ input, attribute }: NodeProto): boolean {
    const keeps = attribute.find(({ name }) => name === 'keepdims');
    if (keeps !== undefined && keeps.i !== 1n) return false;
    const given = attribute.find(({ name }) => name === 'axes')?.ints;
    if (given !== undefined) return given.length === 1 && given[0] === -1n;
    return this.#number(input[1]) === -1;
  }

  /** A constant that is a single number. */
  #number(name: string | undefined): number | undefined {
    if (name === undefined || name === '') return undefined;
    const maker = this.#makers.get(name);
    const tensor =
      maker?.opType === 'Constant'
        ? maker.attribute.find((attribute) => attribute.name === 'value')?.t
        : this.#constants.get(name);
    if (tensor === undefined || tensor.dims.some((size) => size !== 1n)) return undefined;
    return readTensor(tensor, `'${name.slice(0, 80)}'`).data[0];
  }
}
