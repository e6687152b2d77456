import { create } from '@bufbuild/protobuf';
import { dataTypeNumber } from '../dataTypes.js';
import { type ValueInfoProto, ValueInfoProtoSchema } from '../proto/onnx_pb.js';

/** What a value of the graph is: numbers of a type, in a shape with the batch first where the sample's is known. */
export function valueInfo(
  name: string,
  type: 'float32' | 'int64',
  shape?: readonly number[],
): ValueInfoProto {
  const sizes = shape?.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }));
  const batch = { value: { case: 'dimParam' as const, value: 'batch' } };
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: dataTypeNumber(type),
          ...(sizes && { shape: { dim: [batch, ...sizes] } }),
        },
      },
    },
  });
}

/** A `float32` of whatever shape. */
export function floatInfo(name: string): ValueInfoProto {
  return valueInfo(name, 'float32');
}
