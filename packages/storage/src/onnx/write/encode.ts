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
import type { Piece, Stored } from './stored.js';

/** Protocol buffers have no messages of 2 GiB or more; what comes before the graph is within the rest. */
const LONGEST = 2 ** 31 - 2 ** 20;

/**
 * A model as the pieces of a file, each to be used before the next is asked for. The values of its tensors are pieces of
 * their own: as fields of a message they would be copied into the tensor's bytes, the graph's and the model's.
 *
 * @throws DataError for a model that is too long
 */
export function encode(
  model: ModelProto,
  graph: GraphProto,
  stored: readonly Stored[],
): AsyncIterable<Piece> {
  const tensors = stored.map((tensor) => ({ tensor, head: headOf(tensor) }));
  const nodes = toBinary(GraphProtoSchema, graph);
  const length = tensors.reduce(
    (sum, { tensor, head }) => sum + head.length + tensor.byteLength,
    nodes.length,
  );
  checkLength(length);
  const start = fieldStart(ModelProtoSchema.field.graph.number, length);
  return inOrder([toBinary(ModelProtoSchema, model), start, nodes], tensors);
}

async function* inOrder(
  before: readonly Piece[],
  tensors: readonly { readonly tensor: Stored; readonly head: Piece }[],
): AsyncGenerator<Piece, void> {
  yield joined(...before);
  for (const { tensor, head } of tensors) {
    yield head;
    yield* tensor.pieces();
  }
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
  return new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(length).finish();
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
