import type { PlacedLayer } from '@neutype/layers';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { axisIn } from '../layouts.js';
import { presentNumbers } from '../presentSteps.js';
import { refused } from '../refused.js';
import { countsOf, maskValueOf } from '../settings.js';
import { rankOf, type Value } from '../value.js';
import { slidingWindow, windowAttributes } from './slidingWindow.js';

/** The layers that take one value of several. */
export const POOLINGS: LayerWriters = {
  'max-pool1d': pooling('MaxPool'),
  'max-pool2d': pooling('MaxPool'),
  // Means leave out what lies outside, which is ONNX's default.
  'avg-pool1d': pooling('AveragePool'),
  'avg-pool2d': pooling('AveragePool'),
  'adaptive-avg-pool2d': adaptiveMeans,
  'adaptive-max-pool2d': adaptiveMaxima,
  'global-avg-pool': (graph, layer, [input]) => globalPooling(graph, layer, input, 'avg'),
  'global-max-pool': (graph, layer, [input]) => globalPooling(graph, layer, input, 'max'),
  'global-pool': (graph, layer, [input]) => globalPooling(graph, layer, input, layer.settings['pooling']),
};

function pooling(type: 'MaxPool' | 'AveragePool'): LayerWriter {
  return (graph, layer, [input]) => {
    const name = graph.op(type, [graph.in('first', input)], windowAttributes(slidingWindow(layer)));
    return graph.value(name, layer.outputShape, 'first');
  };
}

/** Where the windows of an adaptive pooling begin and end along an axis; they may overlap. */
function windowsOf(length: number, count: number): readonly (readonly [from: number, to: number])[] {
  return Array.from({ length: count }, (_, index) => [
    Math.floor((index * length) / count),
    Math.ceil(((index + 1) * length) / count),
  ]);
}

/** Means over rows, then over columns, each a product with a matrix that has a window's shares in each row. */
function adaptiveMeans(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const [height, width] = layer.inputShape as [number, number];
  const [rows, columns] = countsOf(layer, 'size', 2) as [number, number];
  const shares = graph.constant(sharesOf(height, rows), [rows, height]);
  const transposedShares = graph.op(
    'Transpose',
    [graph.constant(sharesOf(width, columns), [columns, width])],
    {
      perm: [1, 0],
    },
  );
  const ofRows = graph.op('MatMul', [shares, graph.in('first', input)]);
  return graph.value(graph.op('MatMul', [ofRows, transposedShares]), layer.outputShape, 'first');
}

function sharesOf(length: number, count: number): Float32Array {
  const shares = new Float32Array(count * length);
  for (const [index, [from, to]] of windowsOf(length, count).entries()) {
    shares.fill(1 / (to - from), index * length + from, index * length + to);
  }
  return shares;
}

/** Maxima over rows, then over columns, each of what a window's places gather. */
function adaptiveMaxima(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const [height, width] = layer.inputShape as [number, number];
  const [rows, columns] = countsOf(layer, 'size', 2) as [number, number];
  const ofRows = gatheredMaxima(graph, graph.in('first', input), 2, windowsOf(height, rows));
  return graph.value(gatheredMaxima(graph, ofRows, 3, windowsOf(width, columns)), layer.outputShape, 'first');
}

/** Shorter windows have their last place twice, which changes no maximum. */
function gatheredMaxima(
  graph: GraphWriter,
  x: string,
  axis: number,
  windows: readonly (readonly [number, number])[],
): string {
  const longest = Math.max(...windows.map(([from, to]) => to - from));
  const places = windows.flatMap(([from, to]) =>
    Array.from({ length: longest }, (_, place) => Math.min(from + place, to - 1)),
  );
  const indices = graph.constant(BigInt64Array.from(places, BigInt), [windows.length, longest]);
  const gathered = graph.op('Gather', [x, indices], { axis });
  return graph.op('ReduceMax', [gathered, graph.ints([axis + 1])], { keepdims: 0 });
}

const REDUCTIONS: Readonly<Record<string, string>> = {
  avg: 'ReduceMean',
  max: 'ReduceMax',
  sum: 'ReduceSum',
};

function globalPooling(graph: GraphWriter, layer: PlacedLayer, input: Value, pooling: unknown): Value {
  const reduction = typeof pooling === 'string' ? REDUCTIONS[pooling] : undefined;
  if (reduction === undefined) {
    throw refused(layer, 'its function may be anything', "Take 'avg', 'max' or 'sum'.");
  }
  if (rankOf(input) === 2) return input;
  const maskValue = maskValueOf(layer);
  if (maskValue !== undefined) return maskedPooling(graph, input, maskValue, String(pooling));
  const { layout } = input;
  const axes = input.shape.slice(0, -1).map((_, axis) => axisIn(layout, axis + 1, rankOf(input)));
  const name = graph.op(reduction, [graph.in(layout, input), graph.ints(axes)], { keepdims: 0 });
  return graph.value(name, layer.outputShape);
}

/** What is taken from a step that is to be the largest of none. */
const LOWEST = 3e38;

/** Of the steps that are not padding; 0 where all are. */
function maskedPooling(graph: GraphWriter, input: Value, maskValue: number, pooling: string): Value {
  const x = graph.in('last', input);
  const present = presentNumbers(graph, input, maskValue, { keepdims: true });
  const overTime = (type: string, name: string) => graph.op(type, [name, graph.ints([1])], { keepdims: 0 });
  const result = (name: string) => graph.value(name, input.shape.slice(-1));
  if (pooling === 'max') {
    const absent = graph.op('Sub', [graph.scalar(1), present]);
    const lowered = graph.op('Sub', [x, graph.op('Mul', [absent, graph.scalar(LOWEST)])]);
    const largest = overTime('ReduceMax', lowered);
    return result(graph.op('Mul', [largest, overTime('ReduceMax', present)]));
  }
  const sum = overTime('ReduceSum', graph.op('Mul', [x, present]));
  if (pooling === 'sum') return result(sum);
  const count = graph.op('Max', [overTime('ReduceSum', present), graph.scalar(1)]);
  return result(graph.op('Div', [sum, count]));
}
