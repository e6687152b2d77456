/** The names of ONNX's types of elements, at their numbers in `TensorProto.DataType`. */
export const DATA_TYPE_NAMES: readonly string[] = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
];

/** The number of a type of elements in `TensorProto.DataType`. */
export function dataTypeNumber(name: string): number {
  return DATA_TYPE_NAMES.indexOf(name);
}
