/** Which field of an `AttributeProto` has its value: the numbers of ONNX's `AttributeProto.AttributeType`. */
export const ATTRIBUTE_TYPES: Readonly<{
  float: number;
  int: number;
  string: number;
  tensor: number;
  graph: number;
  floats: number;
  ints: number;
  strings: number;
}> = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 };
