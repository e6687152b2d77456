import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import { float } from '../attributes.js';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { arranged, axesOf, axisIn, type Layout } from '../layouts.js';
import { choiceOf, numberOf } from '../settings.js';
import { rankOf, type Value } from '../value.js';
import { multiplied } from './dense.js';

/** Where an activation is computed. */
interface Place {
  readonly graph: GraphWriter;
  readonly layer: PlacedLayer;
  readonly layout: Layout;
  readonly rank: number;
}

/** Writes an activation of the value of this name, and gives the name of what comes of it. */
type ActivationWriter = (x: string, place: Place) => string;

const ACTIVATIONS: Readonly<Record<string, ActivationWriter>> = {
  linear: (x) => x,
  relu: (x, place) =>
    numberOf(place.layer, 'alpha', 0) === 0 ? place.graph.op('Relu', [x]) : leakyRelu(x, place),
  'leaky-relu': leakyRelu,
  'p-relu': parametricRelu,
  relu6: (x, { graph }) => graph.op('Clip', [x, graph.scalar(0), graph.scalar(6)]),
  elu: (x, { graph, layer }) => graph.op('Elu', [x], { alpha: float(numberOf(layer, 'alpha', 1)) }),
  selu: (x, { graph }) => graph.op('Selu', [x]),
  gelu: (x, { graph, layer }) => gelu(graph, x, choiceOf(layer, 'approximate', ['none', 'tanh'])),
  silu: (x, { graph }) => silu(graph, x),
  mish: (x, { graph }) => graph.op('Mish', [x]),
  'hard-swish': (x, { graph }) => graph.op('HardSwish', [x]),
  sigmoid: (x, { graph }) => graph.op('Sigmoid', [x]),
  'hard-sigmoid': (x, { graph, layer }) =>
    graph.op('HardSigmoid', [x], { alpha: float(numberOf(layer, 'slope', 0.2)), beta: float(0.5) }),
  tanh: (x, { graph }) => graph.op('Tanh', [x]),
  softplus: (x, { graph }) => graph.op('Softplus', [x]),
  softmax: along('Softmax'),
  'log-softmax': along('LogSoftmax'),
};

/** The layers that are an activation, with weights before it or without. */
export const ACTIVATION_LAYERS: LayerWriters = Object.fromEntries(
  Object.entries(ACTIVATIONS).map(([kind, activation]) => [kind, activationLayer(activation)]),
);

function activationLayer(activation: ActivationWriter): LayerWriter {
  return (graph, layer, [input]) => {
    const { weight, bias } = layer.parameters;
    const given: Value = weight === undefined ? input : multiplied(graph, input, weight, bias);
    const { layout } = given;
    const place: Place = { graph, layer, layout, rank: rankOf(given) };
    return graph.value(activation(graph.in(layout, given), place), layer.outputShape, layout);
  };
}

function leakyRelu(x: string, { graph, layer }: Place): string {
  return graph.op('LeakyRelu', [x], { alpha: float(numberOf(layer, 'alpha', 0.01)) });
}

function along(type: 'Softmax' | 'LogSoftmax'): ActivationWriter {
  return (x, { graph, layer, layout, rank }) =>
    graph.op(type, [x], { axis: axisIn(layout, numberOf(layer, 'axis', -1), rank) });
}

/** Alpha has the sizes of its axes, in the order of the output's; the slope has an axis for each of the output's. */
function parametricRelu(x: string, { graph, layer, layout, rank }: Place): string {
  const alpha = layer.parameters['alpha'] as Parameter;
  const places = placesOf(layer, rank);
  const order = axesOf(layout, rank).filter((axis) => places.includes(axis));
  const sizes = Array.from({ length: rank }, (_, axis) => alpha.shape[places.indexOf(axis)] ?? 1);
  const perm = order.map((axis) => places.indexOf(axis));
  return graph.op('PRelu', [x, graph.parameter(alpha, { perm, dims: arranged(sizes, layout) })]);
}

function placesOf({ settings }: PlacedLayer, rank: number): readonly number[] {
  const axes = [settings['alphaAxes'] ?? -1].flat() as unknown as readonly number[];
  return axes.map((axis) => (axis < 0 ? rank + axis : axis)).toSorted((a, b) => a - b);
}

/** `x Φ(x)`, or its approximation by tanh. */
export function gelu(graph: GraphWriter, x: string, approximate: 'none' | 'tanh'): string {
  if (graph.opset >= 20) return graph.op('Gelu', [x], { approximate });
  const half = graph.op('Mul', [x, graph.scalar(0.5)]);
  const gate = approximate === 'tanh' ? tanhGate(graph, x) : errorGate(graph, x);
  return graph.op('Mul', [half, graph.op('Add', [gate, graph.scalar(1)])]);
}

function errorGate(graph: GraphWriter, x: string): string {
  return graph.op('Erf', [graph.op('Mul', [x, graph.scalar(Math.SQRT1_2)])]);
}

function tanhGate(graph: GraphWriter, x: string): string {
  const cube = graph.op('Mul', [graph.op('Mul', [x, x]), x]);
  const sum = graph.op('Add', [x, graph.op('Mul', [cube, graph.scalar(0.044715)])]);
  return graph.op('Tanh', [graph.op('Mul', [sum, graph.scalar(Math.sqrt(2 / Math.PI))])]);
}

/** `x σ(x)`. */
export function silu(graph: GraphWriter, x: string): string {
  return graph.op('Mul', [x, graph.op('Sigmoid', [x])]);
}
