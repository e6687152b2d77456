import { create } from '@bufbuild/protobuf';
import { ATTRIBUTE_TYPES } from '../attributeTypes.js';
import { type AttributeProto, AttributeProtoSchema, type GraphProto } from '../proto/onnx_pb.js';

/** A number that is no integer for ONNX, even where it is a whole one. */
export interface Float {
  readonly float: number;
}

/** What an attribute is given as: numbers are integers unless `float` makes them others. */
export type AttributeValue = number | Float | string | readonly number[] | readonly string[] | Graph;

interface Graph {
  readonly graph: GraphProto;
}

/** Attributes of a node by name; those that are `undefined` are left out. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** A floating-point attribute. */
export function float(value: number): Float {
  return { float: value };
}

/** The messages of attributes. */
export function attributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [create(AttributeProtoSchema, { name, ...fieldsOf(value) })],
  );
}

function fieldsOf(value: AttributeValue): Partial<Omit<AttributeProto, '$typeName' | '$unknown'>> {
  if (typeof value === 'number') return { type: ATTRIBUTE_TYPES.int, i: BigInt(value) };
  if (typeof value === 'string') return { type: ATTRIBUTE_TYPES.string, s: encoded(value) };
  if (isList(value)) {
    return value.every((each) => typeof each === 'number')
      ? { type: ATTRIBUTE_TYPES.ints, ints: value.map(BigInt) }
      : { type: ATTRIBUTE_TYPES.strings, strings: value.map((each) => encoded(String(each))) };
  }
  return 'float' in value
    ? { type: ATTRIBUTE_TYPES.float, f: value.float }
    : { type: ATTRIBUTE_TYPES.graph, g: value.graph };
}

function isList(value: AttributeValue): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
