import type { PlacedLayer } from '@neutype/layers';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { arranged, axisIn, type Layout } from '../layouts.js';
import { choiceOf, countsOf, numberOf, type Sides, sidesOf } from '../settings.js';
import { rankOf, type Value } from '../value.js';
import { padsOf } from './slidingWindow.js';

/** The layers that change the shape of a sample and leave its values. */
export const SHAPES: LayerWriters = {
  flatten: (graph, layer, [input]) =>
    graph.value(graph.op('Flatten', [graph.in('last', input)], { axis: 1 }), layer.outputShape),
  reshape: (graph, layer, [input]) => reshaped(graph, graph.in('last', input), layer),
  transpose: (graph, layer, [input]) => {
    const perm = [0, ...countsOf(layer, 'axes', input.shape.length)];
    return graph.value(graph.op('Transpose', [graph.in('last', input)], { perm }), layer.outputShape);
  },
  'repeat-vector': (graph, layer, [input]) => {
    const wider = graph.op('Unsqueeze', [graph.in('last', input), graph.ints([1])]);
    const sizes = [1, numberOf(layer, 'times'), ...input.shape.map(() => 1)];
    return graph.value(graph.op('Expand', [wider, graph.ints(sizes)]), layer.outputShape);
  },
  'last-step': (graph, layer, [input]) => {
    const [time] = input.shape as [number];
    const axis = axisIn(input.layout, 1, rankOf(input));
    const last = graph.constant(BigInt64Array.of(BigInt(time - 1)), []);
    return graph.value(
      graph.op('Gather', [graph.in(input.layout, input), last], { axis }),
      layer.outputShape,
    );
  },
  pad: padded,
  crop: cropped,
  upsample: upsampled,
};

/** A 0 among the sizes keeps the batch as it is. */
function reshaped(graph: GraphWriter, x: string, { outputShape }: PlacedLayer): Value {
  return graph.value(graph.op('Reshape', [x, graph.ints([0, ...outputShape])]), outputShape);
}

function padded(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { layout } = input;
  const mode = choiceOf(layer, 'mode', ['constant', 'reflect', 'edge', 'symmetric']);
  const sides = sidesOf(layer, 'amount', input.shape.length - 1);
  if (mode === 'symmetric') return mirrored(graph, layer, input, sides);
  const pads = graph.ints(padsOf(arranged<Sides>([[0, 0], ...sides, [0, 0]], layout)));
  const value = mode === 'constant' ? [graph.scalar(numberOf(layer, 'value', 0))] : [];
  const name = graph.op('Pad', [graph.in(layout, input), pads, ...value], { mode });
  return graph.value(name, layer.outputShape, layout);
}

/** ONNX has no mode that repeats the border: the places are gathered, axis after axis. */
function mirrored(graph: GraphWriter, layer: PlacedLayer, input: Value, sides: readonly Sides[]): Value {
  const { layout, shape } = input;
  let name = graph.in(layout, input);
  for (const [index, [before, after]] of sides.entries()) {
    if (before + after === 0) continue;
    const length = shape[index] as number;
    const places = Array.from({ length: before + length + after }, (_, at) => {
      const place = at < before ? before - 1 - at : at - before;
      return place < length ? place : 2 * length - 1 - place;
    });
    name = graph.op('Gather', [name, graph.ints(places)], { axis: axisIn(layout, index + 1, rankOf(input)) });
  }
  return graph.value(name, layer.outputShape, layout);
}

function cropped(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { layout, shape } = input;
  const sides = sidesOf(layer, 'amount', shape.length - 1);
  const starts = sides.map(([before]) => before);
  const ends = sides.map(([, after], axis) => (shape[axis] as number) - after);
  const axes = sides.map((_, axis) => axisIn(layout, axis + 1, rankOf(input)));
  const places = [starts, ends, axes].map((numbers) => graph.ints(numbers));
  return graph.value(graph.op('Slice', [graph.in(layout, input), ...places]), layer.outputShape, layout);
}

function upsampled(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const scales = countsOf(layer, 'scale', input.shape.length - 1);
  const layout: Layout = 'first';
  const factors = graph.constant(Float32Array.from(arranged([1, ...scales, 1], layout)));
  const name = graph.op(
    'Resize',
    [graph.in(layout, input), '', factors],
    choiceOf(layer, 'mode', ['nearest', 'bilinear']) === 'nearest'
      ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
  );
  return graph.value(name, layer.outputShape, layout);
}
