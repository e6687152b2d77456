import type { LayerWriter, LayerWriters } from '../layerWriter.js';

/** The layers that do something in training alone. */
export const UNCHANGED: LayerWriters = {
  input: unchanged,
  dropout: unchanged,
  'spatial-dropout': unchanged,
  'gaussian-dropout': unchanged,
  'gaussian-noise': unchanged,
  'drop-block': unchanged,
  'stochastic-depth': unchanged,
  // The means, without a draw around them.
  'gaussian-sample': (graph, layer, [input]) => {
    const [count, axis] = [layer.outputShape.at(-1) as number, input.shape.length];
    const places = [[0], [count], [axis]].map((numbers) => graph.ints(numbers));
    return graph.value(graph.op('Slice', [graph.in('last', input), ...places]), layer.outputShape);
  },
};

function unchanged(...[, , [input]]: Parameters<LayerWriter>): ReturnType<LayerWriter> {
  return input;
}
