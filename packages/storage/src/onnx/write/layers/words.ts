import type { Parameter } from '@neutype/core';
import { dataTypeNumber } from '../../dataTypes.js';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { presentNumbers } from '../presentSteps.js';
import { maskValueOf, numberOf } from '../settings.js';
import type { Value } from '../value.js';

/** The layers for words and their places. */
export const WORDS: LayerWriters = {
  embedding: (graph, layer, [input]) => {
    const x = graph.in('last', input);
    const indices = input.isIndices ? x : graph.op('Cast', [x], { to: dataTypeNumber('int64') });
    return graph.value(graph.op('Gather', [vectorsOf(graph, layer), indices]), layer.outputShape);
  },
  'positional-encoding': (graph, layer, [input]) => {
    const [time, features] = input.shape as [number, number];
    const waves = graph.constant(wavesOf(time, features, numberOf(layer, 'base', 10_000)), [time, features]);
    return withPositions(graph, layer, input, waves);
  },
  'position-embedding': (graph, layer, [input]) => {
    const weight = layer.parameters['weight'] as Parameter;
    const [time, features] = input.shape as [number, number];
    const positions = graph.derived(weight.name, {
      from: [weight],
      dims: [time, features],
      make: ([values]) => (values as Float32Array).subarray(0, time * features),
    });
    return withPositions(graph, layer, input, positions);
  },
  'keep-padding': (graph, layer, [input, source]) => {
    const maskValue = numberOf(layer, 'maskValue');
    const present = presentNumbers(graph, source as Value, maskValue, { keepdims: true });
    const kept = graph.op('Greater', [present, graph.scalar(0.5)]);
    const name = graph.op('Where', [kept, graph.in('last', input), graph.scalar(maskValue)]);
    return graph.value(name, layer.outputShape);
  },
};

/** The vector of `paddingIndex` is 0, whatever its row holds. */
function vectorsOf(graph: GraphWriter, layer: Parameters<LayerWriter>[1]): string {
  const weight = layer.parameters['weight'] as Parameter;
  const { paddingIndex } = layer.settings;
  if (typeof paddingIndex !== 'number') return graph.parameter(weight);
  const size = weight.shape[1] as number;
  return graph.derived(weight.name, {
    from: [weight],
    dims: weight.shape,
    make: ([vectors]) => (vectors as Float32Array).fill(0, paddingIndex * size, (paddingIndex + 1) * size),
  });
}

function withPositions(
  graph: GraphWriter,
  layer: Parameters<LayerWriter>[1],
  input: Value,
  positions: string,
): Value {
  const maskValue = maskValueOf(layer);
  const added =
    maskValue === undefined
      ? positions
      : graph.op('Mul', [presentNumbers(graph, input, maskValue, { keepdims: true }), positions]);
  return graph.value(graph.op('Add', [graph.in('last', input), added]), layer.outputShape);
}

/** Sines and cosines in turn, as `positionalEncoding` says. */
function wavesOf(time: number, features: number, base: number): Float32Array {
  return Float32Array.from({ length: time * features }, (_, at) => {
    const feature = at % features;
    const angle = Math.floor(at / features) / base ** ((feature - (feature % 2)) / features);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
