import type { Shape } from '@neutype/layers';
import { each, inputOf, reshaped, sidesOf, unchanged } from './helpers.js';
import type { Flow, Given, KerasWriter, WriteLayer } from './kerasWriter.js';

/** Poolings. */
export const POOLINGS: Readonly<Record<string, WriteLayer>> = {
  'max-pool2d': (given, writer) => pooling('MaxPooling2D', given, writer),
  'avg-pool2d': (given, writer) => pooling('AveragePooling2D', given, writer),
  'max-pool1d': (given, writer) => pooling('MaxPooling1D', given, writer),
  'avg-pool1d': (given, writer) => pooling('AveragePooling1D', given, writer),
  'adaptive-avg-pool2d': (given, writer) => adaptive('AveragePooling2D', given, writer),
  'adaptive-max-pool2d': (given, writer) => adaptive('MaxPooling2D', given, writer),
  'global-avg-pool': (given, writer) => globalPooling('avg', given, writer),
  'global-max-pool': (given, writer) => globalPooling('max', given, writer),
  'global-pool': (given, writer) => globalPooling(given.settings['pooling'], given, writer),
};

function pooling(className: string, given: Given, writer: KerasWriter): Flow {
  const { padding, size, stride } = given.settings;
  const axes = given.placed.inputShape.length - 1;
  const isSame = padding === 'same';
  if (
    !isSame &&
    sidesOf(axes === 1 ? [padding] : padding, axes)
      .flat()
      .some((lines) => lines > 0)
  ) {
    throw given.refused('padding in numbers', "Take padding: 'same' or 'valid', or put pad() before it.");
  }
  const config = {
    pool_size: each(size, axes),
    strides: each(stride, axes),
    padding: isSame ? 'same' : 'valid',
  };
  return writer.add(className, config, inputOf(given), given.placed.outputShape);
}

/** Where the output divides the input, its windows are all of one size. */
function adaptive(className: string, given: Given, writer: KerasWriter): Flow {
  const { inputShape, outputShape } = given.placed;
  const size = [0, 1].map((axis) => (inputShape[axis] as number) / (outputShape[axis] as number));
  if (!size.every(Number.isInteger)) {
    throw given.refused(
      'windows of different sizes',
      'Take an output whose sizes divide those of the input.',
    );
  }
  return writer.add(
    className,
    { pool_size: size, strides: size, padding: 'valid' },
    inputOf(given),
    outputShape,
  );
}

function globalPooling(pooling: unknown, given: Given, writer: KerasWriter): Flow {
  if (given.settings['maskValue'] !== undefined) {
    throw given.refused(
      'a maskValue, which tfjs does not heed in poolings',
      'Leave padding out of the samples.',
    );
  }
  const input = inputOf(given);
  const { shape } = input;
  if (shape.length === 1) return unchanged(given, writer);
  const { outputShape } = given.placed;
  const kind = pooling === 'max' ? 'Max' : 'Average';
  const isImage = shape.length !== 2;
  const image = shape.length > 3 ? reshaped(writer, input, asOneAxis(shape)) : input;
  const pooled = writer.add(`Global${kind}Pooling${isImage ? '2D' : '1D'}`, {}, image, outputShape);
  if (pooling === 'avg' || pooling === 'max') return pooled;
  if (pooling !== 'sum') throw given.refused('a pooling by a function', "Take 'avg', 'max' or 'sum'.");
  const positions = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return writer.add('Rescaling', { scale: positions, offset: 0 }, pooled, outputShape);
}

function asOneAxis(shape: Shape): Shape {
  const positions = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return [1, positions, shape.at(-1) as number];
}
