import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import type { Attributes } from '../attributes.js';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { countsOf, numberOf, type Sides } from '../settings.js';
import type { Value } from '../value.js';
import { halves, padsOf, type SlidingWindow, slidingWindow, windowAttributes } from './slidingWindow.js';

/** The layers that slide filters over images and sequences. */
export const CONVOLUTIONS: LayerWriters = {
  conv1d: convolution,
  conv2d: convolution,
  'depthwise-conv1d': depthwise,
  'depthwise-conv2d': depthwise,
  'separable-conv1d': separable,
  'separable-conv2d': separable,
  'conv1d-transpose': transposed,
  'conv2d-transpose': transposed,
};

function convolution(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { weight, bias } = layer.parameters;
  const filters = mixing(graph, weight as Parameter);
  const attributes = { ...windowAttributes(slidingWindow(layer)), group: numberOf(layer, 'groups', 1) };
  return convolved(graph, layer, input, [filters, bias], attributes);
}

function depthwise(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { weight, bias } = layer.parameters;
  const { filters, group } = ofSingleChannels(graph, weight as Parameter);
  return convolved(graph, layer, input, [filters, bias], {
    ...windowAttributes(slidingWindow(layer)),
    group,
  });
}

function separable(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { depthwiseWeight, pointwiseWeight, bias } = layer.parameters;
  const { filters, group } = ofSingleChannels(graph, depthwiseWeight as Parameter);
  const attributes = { ...windowAttributes(slidingWindow(layer)), group };
  const apart = convolved(graph, layer, input, [filters, undefined], attributes);
  return convolved(graph, layer, apart, [mixing(graph, pointwiseWeight as Parameter), bias], {
    kernel_shape: layer.inputShape.slice(0, -1).map(() => 1),
  });
}

function convolved(
  graph: GraphWriter,
  layer: PlacedLayer,
  input: Value,
  [filters, bias]: readonly [string, Parameter | undefined],
  attributes: Attributes,
): Value {
  const inputs = [graph.in('first', input), filters, ...biasOf(graph, bias)];
  return graph.value(graph.op('Conv', inputs, attributes), layer.outputShape, 'first');
}

/** `[…, channels, filters]` as `[filters, channels, …]`; of transposed ones, `[…, filters, channels]` likewise. */
function mixing(graph: GraphWriter, weight: Parameter): string {
  const spatial = weight.shape.length - 2;
  const perm = [spatial + 1, spatial, ...Array.from({ length: spatial }, (_, axis) => axis)];
  return graph.parameter(weight, { perm });
}

/** `[…, channels, multiplier]` as `[channels · multiplier, 1, …]`, in as many groups as channels. */
function ofSingleChannels(graph: GraphWriter, weight: Parameter): { filters: string; group: number } {
  const sizes = weight.shape.slice(0, -2);
  const [group, multiplier] = weight.shape.slice(-2) as [number, number];
  const perm = [sizes.length, sizes.length + 1, ...sizes.map((_, axis) => axis)];
  return { filters: graph.parameter(weight, { perm, dims: [group * multiplier, 1, ...sizes] }), group };
}

function transposed(...[graph, layer, [input]]: Parameters<LayerWriter>): Value {
  const { weight, bias } = layer.parameters;
  const inputs = [graph.in('first', input), mixing(graph, weight as Parameter), ...biasOf(graph, bias)];
  const name = graph.op('ConvTranspose', inputs, transposedAttributes(layer));
  return graph.value(name, layer.outputShape, 'first');
}

function biasOf(graph: GraphWriter, bias: Parameter | undefined): readonly string[] {
  return bias === undefined ? [] : [graph.parameter(bias)];
}

/** With `'same'`, as much is cut off or added that the output is as large as the input times the stride. */
function transposedAttributes(layer: PlacedLayer): Attributes {
  const isSame = layer.settings['padding'] === 'same';
  const { size, stride, padding }: SlidingWindow = slidingWindow(layer);
  const surplus = size.map((length, axis) => length - (stride[axis] as number));
  return {
    kernel_shape: size,
    strides: stride,
    pads: padsOf(isSame ? surplus.map((each): Sides => halves(each)) : padding),
    output_padding: isSame
      ? surplus.map((each) => Math.max(-each, 0))
      : countsOf(layer, 'outputPadding', size.length, 0),
  };
}
