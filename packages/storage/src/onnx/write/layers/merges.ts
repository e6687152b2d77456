import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { axisIn, type Layout } from '../layouts.js';
import { numberOf } from '../settings.js';
import { rankOf, type Value } from '../value.js';

/** The layers that make one value of several. */
export const MERGES: LayerWriters = {
  add: elementWise((graph, names) => (names.length === 2 ? graph.op('Add', names) : graph.op('Sum', names))),
  multiply: elementWise((graph, names) => names.reduce((product, name) => graph.op('Mul', [product, name]))),
  average: elementWise((graph, names) => graph.op('Mean', names)),
  maximum: elementWise((graph, names) => graph.op('Max', names)),
  concatenate: (graph, layer, inputs) => {
    const layout = commonLayout(inputs);
    const axis = axisIn(layout, numberOf(layer, 'axis', -1), rankOf(inputs[0]));
    const names = inputs.map((input) => graph.in(layout, input));
    return graph.value(graph.op('Concat', names, { axis }), layer.outputShape, layout);
  },
  'gated-average': gatedAverage,
};

function elementWise(merge: (graph: GraphWriter, names: readonly string[]) => string): LayerWriter {
  return (graph, layer, inputs) => {
    const layout = commonLayout(inputs);
    const names = inputs.map((input) => graph.in(layout, input));
    return graph.value(merge(graph, names), layer.outputShape, layout);
  };
}

/** The layout that the fewest of these have to be transposed to. */
function commonLayout(values: readonly [Value, ...Value[]]): Layout {
  const [first] = values;
  const counts = values.map(({ layout }) => values.filter((other) => other.names.has(layout)).length);
  return values[counts.indexOf(Math.max(...counts))]?.layout ?? first.layout;
}

/** The sum of all inputs but the gate, each times its number of the gate. */
function gatedAverage(...[graph, layer, inputs]: Parameters<LayerWriter>): Value {
  const gateIndex = numberOf(layer, 'gateIndex', 0);
  const place = gateIndex < 0 ? inputs.length + gateIndex : gateIndex;
  const gate = graph.in('last', inputs[place] as Value);
  const experts = inputs.filter((_, index) => index !== place);
  const shares = graph.ops(
    'Split',
    [gate, graph.ints(experts.map(() => 1))],
    experts.map(() => true),
    { axis: 1 },
  );
  const parts = experts.map((expert, index) => {
    const share = shares[index] as string;
    const sizes = [0, ...expert.shape.map(() => 1)];
    const wide = sizes.length === 2 ? share : graph.op('Reshape', [share, graph.ints(sizes)]);
    return graph.op('Mul', [graph.in('last', expert), wide]);
  });
  return graph.value(graph.op('Sum', parts), layer.outputShape);
}
