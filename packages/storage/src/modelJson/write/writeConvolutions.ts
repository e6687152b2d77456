import type { Shape } from '@neutype/layers';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { asImage, biasOf, each, inputOf, reshaped, sidesOf } from './helpers.js';
import type { Config, Flow, Given, KerasWriter, Weights, WriteLayer } from './kerasWriter.js';

/** Convolutions. Those of sequences that tfjs does not have are written as of images of one row. */
export const CONVOLUTIONS: Readonly<Record<string, WriteLayer>> = {
  conv2d: (given, writer) => convolution(given, inputOf(given), writer),
  conv1d,
  'depthwise-conv2d': (given, writer) => depthwise(given, inputOf(given), writer, given.values('weight')),
  'depthwise-conv1d': (given, writer) =>
    asSequence(given, writer, (image) => depthwise(given, image, writer, ofOneRow(given.values('weight')))),
  'separable-conv2d': (given, writer) => separable(given, inputOf(given), writer, (weight) => weight),
  'separable-conv1d': (given, writer) =>
    asSequence(given, writer, (image) => separable(given, image, writer, ofOneRow)),
  'conv2d-transpose': (given, writer) => transposed(given, inputOf(given), writer, given.values('weight')),
  'conv1d-transpose': (given, writer) =>
    asSequence(given, writer, (image) => transposed(given, image, writer, ofOneRow(given.values('weight')))),
};

function conv1d(given: Given, writer: KerasWriter): Flow {
  const { filters, groups, padding } = given.settings;
  if (groups !== 1) {
    return asSequence(given, writer, (image) => depthwise(given, image, writer, byChannel(given)));
  }
  checkReach(given, 1);
  const isPadded =
    padding !== 'same' &&
    sidesOf([padding], 1)
      .flat()
      .some((zeros) => zeros > 0);
  const input = isPadded ? paddedSequence(given, writer) : inputOf(given);
  return writer.add(
    'Conv1D',
    {
      filters,
      ...windowOf(given, 1),
      padding: padding === 'same' ? 'same' : 'valid',
      use_bias: given.has('bias'),
    },
    input,
    given.placed.outputShape,
    { kernel: given.values('weight'), ...biasOf(given) },
  );
}

function paddedSequence(given: Given, writer: KerasWriter): Flow {
  const image = asImage(writer, inputOf(given));
  const padded = withZeros(given, image, writer);
  return reshaped(writer, padded, padded.shape.slice(1));
}

function convolution(given: Given, image: Flow, writer: KerasWriter): Flow {
  const { filters, groups } = given.settings;
  if (groups !== 1) return depthwise(given, image, writer, byChannel(given));
  checkReach(given, 2);
  return slid('Conv2D', { filters }, { kernel: given.values('weight') }, given, image, writer);
}

/** Groups of one channel each are what tfjs calls depthwise; it has no others. */
function byChannel(given: Given): NdArray<TypedArray> {
  const { groups, filters } = given.settings as { readonly groups: number; readonly filters: number };
  const channels = given.placed.inputShape.at(-1) as number;
  if (groups !== channels) {
    throw given.refused(`${groups} groups of channels`, 'Take groups: 1, or as many as there are channels.');
  }
  const { data, shape } = given.values('weight');
  const rows = shape.length === 3 ? [1, shape[0] as number] : shape.slice(0, 2);
  return ndarray(data, [...rows, channels, filters / channels]);
}

function depthwise(given: Given, image: Flow, writer: KerasWriter, weight: NdArray<TypedArray>): Flow {
  if (each(given.settings['dilation'], 2).some((distance) => distance !== 1)) {
    throw given.refused('a dilation, which tfjs leaves aside in depthwise convolutions', 'Take dilation: 1.');
  }
  const multiplier = weight.shape.at(-1);
  return slid(
    'DepthwiseConv2D',
    { depth_multiplier: multiplier },
    { depthwise_kernel: weight },
    given,
    image,
    writer,
  );
}

function separable(
  given: Given,
  image: Flow,
  writer: KerasWriter,
  ofImages: (weight: NdArray<TypedArray>) => NdArray<TypedArray>,
): Flow {
  checkReach(given, 2);
  const { filters, multiplier } = given.settings;
  const weights = {
    depthwise_kernel: ofImages(given.values('depthwiseWeight')),
    pointwise_kernel: ofImages(given.values('pointwiseWeight')),
  };
  return slid('SeparableConv2D', { filters, depth_multiplier: multiplier }, weights, given, image, writer);
}

/** What all layers have in common that slide filters over images. */
function slid(
  className: string,
  config: Config,
  weights: Weights,
  given: Given,
  image: Flow,
  writer: KerasWriter,
): Flow {
  const isSame = given.settings['padding'] === 'same';
  const input = isSame ? image : withZeros(given, image, writer);
  return writer.add(
    className,
    { ...config, ...windowOf(given, 2), padding: isSame ? 'same' : 'valid', use_bias: given.has('bias') },
    input,
    outputOfImage(given),
    { ...weights, ...biasOf(given) },
  );
}

/** Zeros around an image, as the padding has it. */
function withZeros(given: Given, image: Flow, writer: KerasWriter): Flow {
  const [rows, columns] = aroundImage(given);
  if ([...rows, ...columns].every((zeros) => zeros === 0)) return image;
  const [height, width, channels] = image.shape as readonly [number, number, number];
  return writer.add('ZeroPadding2D', { padding: [rows, columns] }, image, [
    height + rows[0] + rows[1],
    width + columns[0] + columns[1],
    channels,
  ]);
}

type Around = readonly [before: number, after: number];

function aroundImage({ placed, settings }: Given): readonly [rows: Around, columns: Around] {
  const isImage = placed.inputShape.length === 3;
  const sides = sidesOf(isImage ? settings['padding'] : [settings['padding']], isImage ? 2 : 1);
  return (isImage ? sides : [[0, 0], ...sides]) as unknown as readonly [Around, Around];
}

function windowOf({ placed, settings }: Given, axes: 1 | 2): Config {
  const sizes = (value: unknown): readonly number[] =>
    placed.inputShape.length === 2 && axes === 2 ? [1, value as number] : each(value, axes);
  return {
    kernel_size: sizes(settings['size']),
    strides: sizes(settings['stride']),
    ...(settings['dilation'] !== undefined && { dilation_rate: sizes(settings['dilation']) }),
  };
}

function checkReach(given: Given, axes: number): void {
  const hasStride = each(given.settings['stride'], axes).some((one) => one !== 1);
  const isDilated = each(given.settings['dilation'], axes).some((one) => one !== 1);
  if (hasStride && isDilated) throw given.refused('a stride and a dilation at once', 'Take one of them.');
}

function transposed(given: Given, image: Flow, writer: KerasWriter, weight: NdArray<TypedArray>): Flow {
  const { filters, outputPadding, padding } = given.settings;
  const { dilation_rate: _, ...window } = windowOf(given, 2);
  const weights = { kernel: weight, ...biasOf(given) };
  const output = outputOfImage(given);
  const config = { filters, ...window, use_bias: given.has('bias') };
  if (padding === 'same') {
    return writer.add('Conv2DTranspose', { ...config, padding }, image, output, weights);
  }
  const isImage = given.placed.inputShape.length === 3;
  const added = isImage ? each(outputPadding, 2) : [0, outputPadding as number];
  const sizes = window['kernel_size'] as readonly number[];
  const strides = window['strides'] as readonly number[];
  const cropping = aroundImage(given).map(([before, after], axis) => {
    const beyond = Math.max((strides[axis] as number) - (sizes[axis] as number), 0);
    return [before, after + beyond - (added[axis] as number)] as const;
  });
  if (cropping.flat().some((lines) => lines < 0)) {
    throw given.refused('an outputPadding beyond what the filters reach', 'Take outputPadding: 0.');
  }
  const full = output.map((size, axis) => size + (cropping[axis]?.[0] ?? 0) + (cropping[axis]?.[1] ?? 0));
  const whole = writer.add('Conv2DTranspose', { ...config, padding: 'valid' }, image, full, weights);
  if (cropping.flat().every((lines) => lines === 0)) return whole;
  return writer.add('Cropping2D', { cropping }, whole, output);
}

/** What comes out, as an image. */
function outputOfImage({ placed: { outputShape } }: Given): Shape {
  return outputShape.length === 2 ? [1, ...outputShape] : outputShape;
}

function ofOneRow({ data, shape }: NdArray<TypedArray>): NdArray<TypedArray> {
  return ndarray(data, [1, ...shape]);
}

function asSequence(given: Given, writer: KerasWriter, write: (image: Flow) => Flow): Flow {
  return reshaped(writer, write(asImage(writer, inputOf(given))), given.placed.outputShape);
}
