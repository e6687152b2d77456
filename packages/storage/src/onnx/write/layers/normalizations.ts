import type { Parameter } from '@neutype/core';
import { float } from '../attributes.js';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { numberOf } from '../settings.js';
import { rankOf, type Value } from '../value.js';

/** The layers that normalize. */
export const NORMALIZATIONS: LayerWriters = {
  'batch-norm': batchNorm,
  'layer-norm': layerNorm,
  'rms-norm': rmsNorm,
  'group-norm': groupNorm,
  'instance-norm': (graph, layer, [input]) => {
    const inputs = [graph.in('first', input), graph.weight(layer, 'gamma'), graph.weight(layer, 'beta')];
    const epsilon = float(numberOf(layer, 'epsilon', 1e-5));
    return graph.value(graph.op('InstanceNormalization', inputs, { epsilon }), layer.outputShape, 'first');
  },
  'local-response-norm': localResponseNorm,
};

/** By the running statistics, as in prediction. */
function batchNorm(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  if (
    layer.parameters['gamma']?.shape.length !== 1 ||
    !isOverAllButLast(layer.settings['axes'], rankOf(input))
  ) {
    return batchNormAlong(graph, layer, [input]);
  }
  const names = ['gamma', 'beta', 'runningMean', 'runningVariance'].map((name) => graph.weight(layer, name));
  const epsilon = float(numberOf(layer, 'epsilon', 1e-5));
  const normalized = (x: string) => graph.op('BatchNormalization', [x, ...names], { epsilon });
  if (input.layout === 'first' || rankOf(input) === 2) {
    return graph.value(normalized(graph.in('first', input)), layer.outputShape, 'first');
  }
  // Rows have their channels second as they are, and reshaping costs nothing.
  const channels = input.shape.at(-1) as number;
  const rows = graph.op('Reshape', [graph.in('last', input), graph.ints([-1, channels])]);
  const name = graph.op('Reshape', [normalized(rows), graph.ints([-1, ...input.shape])]);
  return graph.value(name, layer.outputShape);
}

function isOverAllButLast(axes: unknown, rank: number): boolean {
  if (!Array.isArray(axes)) return true;
  return axes.length === rank - 1 && !axes.includes(rank - 1);
}

/** With statistics for other axes than the last: a product and a sum that come of them. */
function batchNormAlong(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const rank = rankOf(input);
  const axes = layer.settings['axes'] as readonly number[];
  const dims = Array.from({ length: rank }, (_, axis) =>
    axes.includes(axis) ? 1 : (input.shape[axis - 1] as number),
  );
  const epsilon = numberOf(layer, 'epsilon', 1e-5);
  const { gamma, beta, runningMean, runningVariance } = layer.parameters as Record<string, Parameter>;
  const scaleOf = ([scales, variances]: readonly Float32Array[]) =>
    (scales as Float32Array).map(
      (scale, index) => scale / Math.sqrt((variances?.[index] as number) + epsilon),
    );
  const scale = graph.derived(`${layer.name}.scale`, {
    from: [gamma!, runningVariance!],
    dims,
    make: scaleOf,
  });
  const shift = graph.derived(`${layer.name}.shift`, {
    from: [gamma!, runningVariance!, beta!, runningMean!],
    dims,
    make: (values) => {
      const [scales, [, , shifts, means]] = [scaleOf(values), values as readonly [...Float32Array[]]];
      return scales.map((each, index) => (shifts?.[index] as number) - (means?.[index] as number) * each);
    },
  });
  const scaled = graph.op('Mul', [graph.in('last', input), scale]);
  return graph.value(graph.op('Add', [scaled, shift]), layer.outputShape);
}

function layerNorm(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const inputs = [graph.in('last', input), graph.weight(layer, 'gamma'), graph.weight(layer, 'beta')];
  const epsilon = float(numberOf(layer, 'epsilon', 1e-5));
  return graph.value(graph.op('LayerNormalization', inputs, { axis: -1, epsilon }), layer.outputShape);
}

/** ONNX has it since opset 23, which few runtimes know. */
function rmsNorm(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const x = graph.in('last', input);
  const mean = graph.op('ReduceMean', [graph.op('Mul', [x, x]), graph.ints([-1])], { keepdims: 1 });
  const root = graph.op('Sqrt', [graph.op('Add', [mean, graph.scalar(numberOf(layer, 'epsilon', 1e-6))])]);
  const scaled = graph.op('Mul', [graph.op('Div', [x, root]), graph.weight(layer, 'gamma')]);
  return graph.value(scaled, layer.outputShape);
}

function groupNorm(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const groups = numberOf(layer, 'groups');
  const epsilon = float(numberOf(layer, 'epsilon', 1e-5));
  const x = graph.in('first', input);
  // Before opset 21 it had one scale for a whole group.
  const name =
    graph.opset >= 21
      ? graph.op('GroupNormalization', [x, graph.weight(layer, 'gamma'), graph.weight(layer, 'beta')], {
          num_groups: groups,
          epsilon,
        })
      : composedGroupNorm(graph, layer, x, input);
  return graph.value(name, layer.outputShape, 'first');
}

/** Each group as one channel of an instance, then scale and shift of the channels. */
function composedGroupNorm(
  graph: GraphWriter,
  layer: Parameters<LayerWriter>[1],
  x: string,
  { shape }: Value,
): string {
  const groups = numberOf(layer, 'groups');
  const epsilon = float(numberOf(layer, 'epsilon', 1e-5));
  const [ones, zeros] = [1, 0].map((value) => graph.constant(new Float32Array(groups).fill(value)));
  const grouped = graph.op('Reshape', [x, graph.ints([0, groups, -1])]);
  const even = graph.op('InstanceNormalization', [grouped, ones as string, zeros as string], { epsilon });
  const channels = shape.at(-1) as number;
  const apart = graph.op('Reshape', [even, graph.ints([0, channels, ...shape.slice(0, -1)])]);
  const dims = [channels, ...shape.slice(1).map(() => 1)];
  const [gamma, beta] = ['gamma', 'beta'].map((name) =>
    graph.parameter(layer.parameters[name] as Parameter, { dims }),
  );
  return graph.op('Add', [graph.op('Mul', [apart, gamma as string]), beta as string]);
}

/** ONNX divides alpha by the number of neighbors. */
function localResponseNorm(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const size = 2 * numberOf(layer, 'depthRadius', 5) + 1;
  const name = graph.op('LRN', [graph.in('first', input)], {
    size,
    alpha: float(numberOf(layer, 'alpha', 1e-4) * size),
    beta: float(numberOf(layer, 'beta', 0.75)),
    bias: float(numberOf(layer, 'k', 2)),
  });
  return graph.value(name, layer.outputShape, 'first');
}
