import { ndarray } from '@neutype/ndarray';
import { asImage, each, inputOf, reshaped, sidesOf, unchanged } from './helpers.js';
import type { Flow, Given, KerasWriter, WriteLayer } from './kerasWriter.js';

/** Layers that change the shape, merge, look up or normalize. */
export const SHAPES: Readonly<Record<string, WriteLayer>> = {
  flatten: toOutputShape,
  reshape: toOutputShape,
  transpose: (given, writer) =>
    writer.add('Permute', { dims: given.settings['axes'] }, inputOf(given), given.placed.outputShape),
  'repeat-vector': (given, writer) => {
    const input = inputOf(given);
    const size = input.shape.reduce((product, length) => product * length, 1);
    const row = input.shape.length === 1 ? input : reshaped(writer, input, [size]);
    const n = given.settings['times'] as number;
    const repeated = writer.add('RepeatVector', { n }, row, [n, size]);
    return input.shape.length === 1 ? repeated : reshaped(writer, repeated, given.placed.outputShape);
  },
  'last-step': (given, writer) => {
    const [time = 1, features = 1] = inputOf(given).shape;
    const image = reshaped(writer, inputOf(given), [time, 1, features]);
    const cropping = [
      [time - 1, 0],
      [0, 0],
    ];
    const last = time === 1 ? image : writer.add('Cropping2D', { cropping }, image, [1, 1, features]);
    return reshaped(writer, last, [features]);
  },
  pad: (given, writer) => {
    const { amount, mode, value } = given.settings;
    if (mode !== 'constant' || value !== 0)
      throw given.refused('anything but zeros around it', 'Pad with zeros.');
    return onImage(given, writer, (image, shape) =>
      writer.add('ZeroPadding2D', { padding: imageSides(given, amount) }, image, shape),
    );
  },
  crop: (given, writer) =>
    onImage(given, writer, (image, shape) =>
      writer.add('Cropping2D', { cropping: imageSides(given, given.settings['amount']) }, image, shape),
    ),
  upsample: (given, writer) => {
    const { mode, scale } = given.settings;
    if (mode !== 'nearest') {
      throw given.refused(
        'bilinear, which tfjs counts from the corners of an image',
        "Take mode: 'nearest'.",
      );
    }
    const axes = given.placed.inputShape.length - 1;
    const size = axes === 1 ? [1, ...each(scale, 1)] : each(scale, 2);
    return onImage(given, writer, (image, shape) =>
      writer.add('UpSampling2D', { size, interpolation: 'nearest' }, image, shape),
    );
  },
  embedding: (given, writer) => {
    const { paddingIndex, size, vocabulary } = given.settings as Record<string, number | undefined>;
    const weight = given.values('weight');
    const values = weight.data.slice();
    if (paddingIndex !== undefined && size !== undefined) {
      values.fill(0, paddingIndex * size, (paddingIndex + 1) * size);
    }
    return writer.add(
      'Embedding',
      { input_dim: vocabulary, output_dim: size, mask_zero: false },
      inputOf(given),
      given.placed.outputShape,
      { embeddings: ndarray(values, weight.shape) },
    );
  },
  'batch-norm': batchNorm,
  'layer-norm': (given, writer) =>
    writer.add(
      'LayerNormalization',
      { axis: given.placed.inputShape.length, epsilon: given.settings['epsilon'], center: true, scale: true },
      inputOf(given),
      given.placed.outputShape,
      { gamma: given.values('gamma'), beta: given.values('beta') },
    ),
  add: (given, writer) => merged('Add', given, writer),
  multiply: (given, writer) => merged('Multiply', given, writer),
  average: (given, writer) => merged('Average', given, writer),
  maximum: (given, writer) => merged('Maximum', given, writer),
  concatenate: (given, writer) =>
    writer.add('Concatenate', { axis: given.settings['axis'] }, given.inputs, given.placed.outputShape),
};

function toOutputShape(given: Given, writer: KerasWriter): Flow {
  const { inputShape, outputShape } = given.placed;
  if (given.placed.kind === 'flatten' && inputShape.length > 1) {
    return writer.add('Flatten', {}, inputOf(given), outputShape);
  }
  return given.placed.kind === 'flatten'
    ? unchanged(given, writer)
    : reshaped(writer, inputOf(given), outputShape);
}

function merged(className: string, given: Given, writer: KerasWriter): Flow {
  return writer.add(className, {}, given.inputs, given.placed.outputShape);
}

/** Images as they are, sequences as images of one row. */
function onImage(
  given: Given,
  writer: KerasWriter,
  write: (image: Flow, shape: readonly number[]) => Flow,
): Flow {
  const { inputShape, outputShape } = given.placed;
  if (inputShape.length === 3) return write(inputOf(given), outputShape);
  if (inputShape.length !== 2)
    throw given.refused('samples of more than three axes', 'Put reshape layers around it.');
  return reshaped(writer, write(asImage(writer, inputOf(given)), [1, ...outputShape]), outputShape);
}

function imageSides({ placed }: Given, amount: unknown): readonly (readonly number[])[] {
  const axes = placed.inputShape.length - 1;
  const sides = sidesOf(amount, axes);
  return axes === 1 ? [[0, 0], ...sides] : sides;
}

/** tfjs's kernels normalize along the last axis alone, to which another one is moved and back. */
function batchNorm(given: Given, writer: KerasWriter): Flow {
  const { alpha, epsilon } = given.settings as { readonly alpha: number; readonly epsilon: number };
  const input = inputOf(given);
  const rank = input.shape.length;
  const axis = axisOfStatistics(given);
  const dims = input.shape.map((_, at) => at + 1).filter((at) => at !== axis);
  const moved = axis === rank ? input : permuted(writer, input, [...dims, axis]);
  const normalized = writer.add(
    'BatchNormalization',
    { axis: rank, momentum: 1 - alpha, epsilon, center: true, scale: true },
    moved,
    moved.shape,
    {
      gamma: given.values('gamma'),
      beta: given.values('beta'),
      moving_mean: given.values('runningMean'),
      moving_variance: given.values('runningVariance'),
    },
  );
  if (axis === rank) return normalized;
  return permuted(
    writer,
    normalized,
    input.shape.map((_, at) => (at + 1 === axis ? rank : dims.indexOf(at + 1) + 1)),
  );
}

function permuted(writer: KerasWriter, input: Flow, dims: readonly number[]): Flow {
  return writer.add(
    'Permute',
    { dims },
    input,
    dims.map((axis) => input.shape[axis - 1] as number),
  );
}

/** The one axis that is not averaged over. */
function axisOfStatistics(given: Given): number {
  const rank = given.placed.inputShape.length + 1;
  const axes = given.settings['axes'] as readonly number[] | undefined;
  if (axes === undefined) return rank - 1;
  const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  if (kept.length === 1) return kept[0] as number;
  throw given.refused('statistics along several axes', 'Leave axes out, or name all but one.');
}
