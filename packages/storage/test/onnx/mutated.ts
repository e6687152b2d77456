import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Draw } from '@neutype/fuzz';
import {
  type AttributeProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
} from '../../src/onnx/proto/onnx_pb.js';

/** Numbers that sizes, axes and counts should not be. */
const ODD: readonly bigint[] = [
  0n,
  -1n,
  1n,
  2n,
  3n,
  7n,
  64n,
  65_536n,
  1_048_583n,
  -2n,
  -(2n ** 31n),
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

/** A file with some of its bytes changed, cut off, doubled or taken out. */
export function mutatedBytes(draw: Draw, file: Uint8Array): Uint8Array {
  const end = draw.chance(0.2) ? draw.below(file.length) : file.length;
  const bytes = [...file.subarray(0, end)];
  for (let edits = draw.below(5); edits > 0 && bytes.length > 0; edits--) {
    const at = draw.below(bytes.length);
    const kind = draw.below(4);
    if (kind === 0) bytes.splice(at, 1 + draw.below(8));
    else if (kind === 1) bytes.splice(at, 0, ...bytes.slice(at, at + 1 + draw.below(40)));
    else if (kind === 2) bytes.splice(at, 1, ...HUGE_VARINT);
    else bytes[at] = draw.below(256);
  }
  return Uint8Array.from(bytes);
}

const HUGE_VARINT = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];

/** A file that still decodes, with some of what it says changed. */
export function mutatedModel(draw: Draw, file: Uint8Array): Uint8Array {
  const model = fromBinary(ModelProtoSchema, file);
  for (let edits = 1 + draw.below(3); edits > 0; edits--) mutate(draw, model);
  return toBinary(ModelProtoSchema, model);
}

function mutate(draw: Draw, model: ModelProto): void {
  const graph = model.graph!;
  const node = draw.of(graph.node);
  const tensor = graph.initializer.length > 0 ? draw.of(graph.initializer) : undefined;
  const kind = draw.below(10);
  if (node === undefined) return;
  if (kind < 3) mutateNode(draw, node, model);
  else if (kind < 5 && node.attribute.length > 0) mutateAttribute(draw, draw.of(node.attribute));
  else if (kind < 8 && tensor !== undefined) mutateTensor(draw, tensor);
  else if (kind === 8) mutateDimension(draw, model);
  else graph.node.splice(draw.below(graph.node.length), 1);
}

function mutateNode(draw: Draw, node: NodeProto, { graph }: ModelProto): void {
  const names = graph!.node.flatMap(({ output }) => output);
  const others = [...names, ...graph!.initializer.map(({ name }) => name), 'x', ''];
  const kind = draw.below(4);
  if (kind === 0) node.opType = draw.of(graph!.node).opType;
  else if (kind === 1) node.input[draw.below(node.input.length + 1)] = draw.of(others);
  else if (kind === 2) node.input.splice(draw.below(node.input.length + 1), 1);
  else node.output[draw.below(node.output.length)] = draw.of(others);
}

function mutateAttribute(draw: Draw, attribute: AttributeProto): void {
  const kind = draw.below(5);
  if (kind === 0) attribute.i = draw.of(ODD);
  else if (kind === 1 && attribute.ints.length > 0)
    attribute.ints[draw.below(attribute.ints.length)] = draw.of(ODD);
  else if (kind === 2) attribute.ints.push(draw.of(ODD));
  else if (kind === 3) attribute.f = draw.of([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e38]);
  else attribute.type = draw.below(12);
}

function mutateTensor(draw: Draw, tensor: TensorProto): void {
  const kind = draw.below(5);
  if (kind === 0) tensor.dims[draw.below(tensor.dims.length + 1)] = draw.of(ODD);
  else if (kind === 1) tensor.dims.splice(draw.below(tensor.dims.length + 1), 1);
  else if (kind === 2) tensor.dataType = draw.below(24);
  else if (kind === 3) tensor.rawData = tensor.rawData.slice(0, draw.below(tensor.rawData.length + 1));
  else if (tensor.dataType === 7 && tensor.rawData.length >= 8) {
    const bytes = tensor.rawData.slice();
    new DataView(bytes.buffer).setBigInt64(8 * draw.below(Math.floor(bytes.length / 8)), draw.of(ODD), true);
    tensor.rawData = bytes;
  } else tensor.dims.reverse();
}

function mutateDimension(draw: Draw, { graph }: ModelProto): void {
  const type = draw.of(graph!.input).type?.value.value;
  const dimensions = type?.shape?.dim ?? [];
  if (dimensions.length === 0) return;
  const dimension = draw.of(dimensions);
  dimension.value = draw.chance(0.3)
    ? { case: 'dimParam', value: 'open' }
    : { case: 'dimValue', value: draw.of(ODD) };
}
