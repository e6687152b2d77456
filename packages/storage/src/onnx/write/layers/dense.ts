import type { Parameter } from '@neutype/core';
import type { GraphWriter } from '../graphWriter.js';
import { rankOf, type Value } from '../value.js';

/** `x · weight + bias` along the last axis. */
export function multiplied(
  graph: GraphWriter,
  input: Value,
  weight: Parameter,
  bias: Parameter | undefined,
): Value {
  const shape = [...input.shape.slice(0, -1), weight.shape[1] as number];
  return graph.value(product(graph, input, weight, bias), shape);
}

function product(graph: GraphWriter, input: Value, weight: Parameter, bias: Parameter | undefined): string {
  const [x, w] = [graph.in('last', input), graph.parameter(weight)];
  if (bias === undefined) return graph.op('MatMul', [x, w]);
  if (rankOf(input) === 2) return graph.op('Gemm', [x, w, graph.parameter(bias)]);
  return graph.op('Add', [graph.op('MatMul', [x, w]), graph.parameter(bias)]);
}
