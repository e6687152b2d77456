import { dataTypeNumber } from '../dataTypes.js';
import type { GraphWriter } from './graphWriter.js';
import type { Value } from './value.js';

/** `[batch, time]`: true for the steps of a sequence that are not padding, for which any feature differs from `maskValue`. */
export function presentSteps(graph: GraphWriter, sequence: Value, maskValue: number): string {
  return graph.op('Greater', [presentNumbers(graph, sequence, maskValue), graph.scalar(0.5)]);
}

/** The same as numbers, 1 and 0, in a layout: `[batch, time]`, or `[batch, time, 1]` with `keepdims`. */
export function presentNumbers(
  graph: GraphWriter,
  sequence: Value,
  maskValue: number,
  {
    keepdims = false,
    layout = 'last',
  }: { readonly keepdims?: boolean; readonly layout?: 'last' | 'time' } = {},
): string {
  const equal = graph.op('Equal', [graph.in(layout, sequence), graph.scalar(maskValue)]);
  const numbers = graph.op('Cast', [graph.op('Not', [equal])], { to: dataTypeNumber('float32') });
  return graph.op('ReduceMax', [numbers, graph.ints([-1])], { keepdims: keepdims ? 1 : 0 });
}
