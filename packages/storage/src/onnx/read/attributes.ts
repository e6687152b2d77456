import { ATTRIBUTE_TYPES } from '../attributeTypes.js';
import type { AttributeProto, NodeProto } from '../proto/onnx_pb.js';
import type { Constant } from './constant.js';
import { onnxError } from './onnxError.js';
import { readTensor } from './tensor.js';

/** How messages call a node: `node '/fc1/Gemm' (Gemm)`. */
export function nodeLabel({ name, opType, output }: NodeProto): string {
  const called = name === '' ? (output[0] ?? '') : name;
  return `node '${called.slice(0, 80)}' (${opType.slice(0, 80)})`;
}

/** The attributes of one node, each checked for its type when it is asked for. */
export class Attributes {
  readonly #byName: ReadonlyMap<string, AttributeProto>;
  readonly #where: string;

  constructor(node: NodeProto) {
    this.#where = nodeLabel(node);
    this.#byName = new Map(node.attribute.map((attribute) => [attribute.name, attribute]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  int(name: string, byDefault: number): number {
    const attribute = this.#typed(name, ATTRIBUTE_TYPES.int);
    return attribute === undefined ? byDefault : Number(attribute.i);
  }

  float(name: string, byDefault: number): number {
    const attribute = this.#typed(name, ATTRIBUTE_TYPES.float);
    return attribute === undefined ? byDefault : attribute.f;
  }

  text(name: string, byDefault: string): string {
    const attribute = this.#typed(name, ATTRIBUTE_TYPES.string);
    return attribute === undefined ? byDefault : textOf(attribute.s);
  }

  texts(name: string): readonly string[] | undefined {
    return this.#typed(name, ATTRIBUTE_TYPES.strings)?.strings.map(textOf);
  }

  ints(name: string): readonly number[] | undefined {
    return this.#typed(name, ATTRIBUTE_TYPES.ints)?.ints.map(Number);
  }

  floats(name: string): readonly number[] | undefined {
    return this.#typed(name, ATTRIBUTE_TYPES.floats)?.floats;
  }

  tensor(name: string): Constant | undefined {
    const tensor = this.#typed(name, ATTRIBUTE_TYPES.tensor)?.t;
    return tensor && readTensor(tensor, `${this.#where}, ${name}`);
  }

  #typed(name: string, type: number): AttributeProto | undefined {
    const attribute = this.#byName.get(name);
    // Files of before 2017 leave the type out.
    if (attribute === undefined || attribute.type === type || attribute.type === 0) return attribute;
    throw onnxError(`${this.#where}, ${name}`, 'an attribute of another type', `type ${attribute.type}`);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
