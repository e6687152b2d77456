import { ShapeError } from '@neutype/errors';
import { checkIndices, formatShape, lastAxisFirst, NdArray, sameShape, sizeOf } from '@neutype/ndarray';
import { farthestFromZero } from './inspect.js';
import type { InputPort } from './ports.js';
import { formatSamples, type Samples } from './samples.js';

/**
 * Holds samples to what goes into an input.
 *
 * @throws ShapeError; DataError for what is no index where it takes these
 */
export function toInput(samples: Samples, { indices, shape }: InputPort): Samples {
  const fitting = fitSamples(samples, shape);
  if (indices)
    checkIndices(new NdArray(fitting.data, [fitting.count, ...fitting.shape]), fitting.name, indices);
  return fitting;
}

/**
 * Holds samples to the shape that a model has for one of them. A list of numbers passes where a sample is one
 * number.
 *
 * @throws ShapeError
 */
function fitSamples(samples: Samples, shape: readonly number[]): Samples {
  const fitting = fitted(samples, shape);
  if (fitting) return fitting;
  throw misfit(samples, [shape], 'input', remedyForInputs(samples, shape));
}

/**
 * Holds targets to the shapes that a loss takes for one of them, the usual one first. A list and a column of numbers are
 * the same.
 *
 * @throws ShapeError
 */
export function fitTargets(targets: Samples, shapes: readonly (readonly number[])[]): Samples {
  for (const shape of shapes) {
    const fitting = fitted(targets, shape);
    if (fitting) return fitting;
  }
  throw misfit(targets, shapes, 'output', remedyForTargets(targets, shapes[0] ?? []));
}

function fitted(samples: Samples, shape: readonly number[]): Samples | undefined {
  if (sameShape(samples.shape, shape)) return samples;
  const isList = samples.shape.length === 0 && sizeOf(shape) === 1;
  const isColumn = sameShape(samples.shape, [1]) && shape.length === 0;
  return isList || isColumn ? { ...samples, shape } : undefined;
}

function misfit(
  samples: Samples,
  shapes: readonly (readonly number[])[],
  what: 'input' | 'output',
  remedy: string,
): ShapeError {
  const [usual = [], ...others] = shapes;
  const or = others.map((shape) => `, or ${formatWanted(shape)}`).join('');
  return new ShapeError({
    where: samples.name,
    expected: `shape ${formatWanted(usual)}, as the network's ${what} is${or}`,
    received: formatSamples(samples),
    remedy,
  });
}

function remedyForInputs(samples: Samples, shape: readonly number[]): string {
  const reshape = reshaping(samples, shape);
  if (reshape !== undefined) return reshape;
  if (samples.shape.length === 0) return `Give samples of ${sizeOf(shape)} values.`;
  const inputShape = samples.shape.length === 1 ? samples.shape[0] : `[${samples.shape.join(', ')}]`;
  return `Give samples of that shape, or a network that begins with input(${inputShape}).`;
}

function remedyForTargets(samples: Samples, shape: readonly number[]): string {
  if (samples.size === 1 && shape.length === 1 && areWholeFromZero(samples)) {
    const classes = shape[0] as number;
    const largest = farthestFromZero(samples);
    return largest < classes
      ? 'If they are class numbers, encode them: oneHot(labels).'
      : `If they are class numbers, encode them, oneHot(labels), and give the network ${largest + 1} outputs.`;
  }
  return (
    reshaping(samples, shape) ??
    flattening(samples, shape) ??
    `Give targets of that shape (class numbers by oneHot(labels)), or a network with ${samples.size} outputs.`
  );
}

function reshaping(samples: Samples, shape: readonly number[]): string | undefined {
  const transposed = lastAxisFirst(samples.shape, shape);
  if (transposed !== undefined) return transposed;
  const reshape = `.reshape(${[-1, ...shape].join(', ')})`;
  if (samples.size === sizeOf(shape)) return `Reshape it: ${reshape}.`;
  if (samples.shape.length === 0 && samples.count % sizeOf(shape) === 0) {
    return `If it holds several samples, reshape it: ${reshape}.`;
  }
  return undefined;
}

/** Dense layers work on the last axis of whatever comes, where one target a sample says that all of it was meant. */
function flattening(samples: Samples, shape: readonly number[]): string | undefined {
  if (shape.length < 2 || samples.shape.length > 1) return undefined;
  const [outputs, places] = [shape.at(-1), sizeOf(shape.slice(0, -1))];
  const what = outputs === 1 ? 'an output' : `${outputs} outputs`;
  return `The network gives ${what} at each of ${places} places of a sample. For one target a sample, put flatten() before its last layers.`;
}

function areWholeFromZero({ data }: Samples): boolean {
  return data.every((value) => Number.isInteger(value) && value >= 0);
}

function formatWanted(shape: readonly number[]): string {
  return formatShape([null, ...shape]);
}
