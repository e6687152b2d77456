import type { Parameter } from '@neutype/core';
import { dataTypeNumber } from '../../dataTypes.js';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { presentSteps } from '../presentSteps.js';
import { choiceOf, isSet, maskValueOf, numberOf } from '../settings.js';
import type { Value } from '../value.js';
import { gelu, silu } from './activations.js';
import { multiplied } from './dense.js';

/** The layers of transformers. */
export const ATTENTION: LayerWriters = {
  'multi-head-attention': multiHeadAttention,
  'feed-forward': feedForward,
};

/** `[batch, time, heads · size]` as `[batch, heads, time, size]`, its last two axes in the order given. */
type Split = (role: 'query' | 'key' | 'value', from: Value, perm: readonly number[]) => string;

function multiHeadAttention(...[graph, layer, inputs]: Parameters<LayerWriter>): Value {
  const [query, key = query, value = key] = inputs;
  const heads = numberOf(layer, 'heads');
  const split: Split = (role, from, perm) => {
    const weight = layer.parameters[`${role}Weight`] as Parameter;
    const y = multiplied(graph, from, weight, layer.parameters[`${role}Bias`]);
    const [time, size] = y.shape as [number, number];
    const apart = graph.op('Reshape', [graph.in('last', y), graph.ints([0, time, heads, size / heads])]);
    return graph.op('Transpose', [apart], { perm });
  };
  const asked = split('query', query, [0, 2, 1, 3]);
  const keys = split('key', key, [0, 2, 3, 1]);
  const values = split('value', value, [0, 2, 1, 3]);
  const compared = (layer.parameters['queryWeight']?.shape[1] as number) / heads;
  const scores = graph.op('Mul', [graph.op('MatMul', [asked, keys]), graph.scalar(1 / Math.sqrt(compared))]);
  const weights = maskedSoftmax(graph, scores, seenBy(graph, layer, [query, key]));
  const mixed = graph.op('Transpose', [graph.op('MatMul', [weights, values])], { perm: [0, 2, 1, 3] });
  const { outputWeight, outputBias } = layer.parameters;
  const shape = [query.shape[0] as number, outputWeight?.shape[0] as number];
  const joined = graph.op('Reshape', [mixed, graph.ints([0, ...shape])]);
  return multiplied(graph, graph.value(joined, shape), outputWeight as Parameter, outputBias);
}

/** Which keys each query may look at: `[batch, 1, 1, keys]`, `[queries, keys]` or both; `undefined` for all. */
function seenBy(
  graph: GraphWriter,
  layer: Parameters<LayerWriter>[1],
  [query, key]: readonly [Value, Value],
): string | undefined {
  const [queries, keys] = [query, key].map(({ shape: [time] }) => time) as [number, number];
  const maskValue = maskValueOf(layer);
  const present = maskValue === undefined ? [] : [presentKeys(graph, key, maskValue)];
  const past = isSet(layer, 'causal') ? [graph.constant(lowerTriangle(queries, keys), [queries, keys])] : [];
  const [first, second] = [...present, ...past];
  return first === undefined || second === undefined ? first : graph.op('And', [first, second]);
}

function presentKeys(graph: GraphWriter, key: Value, maskValue: number): string {
  return graph.op('Unsqueeze', [presentSteps(graph, key, maskValue), graph.ints([1, 2])]);
}

function lowerTriangle(rows: number, columns: number): Uint8Array {
  return Uint8Array.from({ length: rows * columns }, (_, at) =>
    at % columns <= Math.floor(at / columns) ? 1 : 0,
  );
}

/** Below every score. */
const LOWEST = -3e38;

/** Weights that are 0 where nothing is seen, even where a query sees nothing at all. */
function maskedSoftmax(graph: GraphWriter, scores: string, seen: string | undefined): string {
  if (seen === undefined) return graph.op('Softmax', [scores], { axis: -1 });
  const lowered = graph.op('Where', [seen, scores, graph.scalar(LOWEST)]);
  const shares = graph.op('Softmax', [lowered], { axis: -1 });
  return graph.op('Mul', [shares, graph.op('Cast', [seen], { to: dataTypeNumber('float32') })]);
}

function feedForward(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { hiddenWeight, hiddenBias, outputWeight, outputBias } = layer.parameters;
  const hidden = multiplied(graph, input, hiddenWeight as Parameter, hiddenBias);
  const z = graph.in('last', hidden);
  const activation = choiceOf(layer, 'activation', ['gelu', 'relu', 'silu']);
  const y = {
    gelu: () => gelu(graph, z, 'none'),
    relu: () => graph.op('Relu', [z]),
    silu: () => silu(graph, z),
  };
  return multiplied(graph, graph.value(y[activation](), hidden.shape), outputWeight as Parameter, outputBias);
}
