import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { DataError } from '@neutype/errors';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  TensorProtoSchema,
} from '../proto/onnx_pb.js';
import type { Stored } from './stored.js';

type Piece = Uint8Array<ArrayBuffer>;

/** Protocol buffers have no longer messages. */
const LONGEST = 2 ** 31 - 1;

/**
 * A model as the pieces of a file. The values of its tensors are pieces of their own, fetched one after another: as fields of
 * a message they would be copied, into the tensor's bytes, the graph's and the model's.
 */
export async function encode(
  model: ModelProto,
  graph: GraphProto,
  stored: readonly Stored[],
): Promise<Piece[]> {
  const heads = stored.map(headOf);
  const nodes = toBinary(GraphProtoSchema, graph);
  const tensors = heads.reduce(
    (sum, head, index) => sum + head.length + (stored[index] as Stored).byteLength,
    0,
  );
  const before = joined(
    toBinary(ModelProtoSchema, model),
    fieldStart(ModelProtoSchema.field.graph.number, nodes.length + tensors),
  );
  checkLength(before.length + nodes.length + tensors);
  const pieces = [before, nodes as Piece];
  for (const [index, tensor] of stored.entries()) pieces.push(heads[index] as Piece, await tensor.bytes());
  return pieces;
}

/** All of an initializer but its values, which follow. */
function headOf({ name, dims, dataType, byteLength }: Stored): Piece {
  const described = toBinary(
    TensorProtoSchema,
    create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt) }),
  );
  const values = fieldStart(TensorProtoSchema.field.rawData.number, byteLength);
  const start = fieldStart(
    GraphProtoSchema.field.initializer.number,
    described.length + values.length + byteLength,
  );
  return joined(start, described, values);
}

/** What precedes the bytes of a field that are so many. */
function fieldStart(number: number, length: number): Piece {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(length).finish() as Piece;
}

function joined(...parts: readonly Uint8Array[]): Piece {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function checkLength(length: number): void {
  if (length <= LONGEST) return;
  throw new DataError({
    where: 'onnx',
    expected: 'a model below 2 GiB, which is as much as one ONNX file holds',
    received: `${(length / 2 ** 30).toFixed(1)} GiB`,
    remedy: 'Save it as safetensors, which has no such bound: save(network, file).',
  });
}
