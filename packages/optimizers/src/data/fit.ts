import { ShapeError } from '@neutype/errors';
import { formatShape, sameShape, sizeOf } from '@neutype/ndarray';
import { farthestFromZero } from './inspect.js';
import { formatSamples, type Samples } from './samples.js';

/**
 * Holds samples to the shape that a model has for one of them. A list of numbers passes where a sample is one
 * number.
 *
 * @param where the argument, for messages
 * @param what which shape that is: `input` or `output`
 * @throws ShapeError
 */
export function fitSamples(
  samples: Samples,
  shape: readonly number[],
  where: string,
  what: 'input' | 'output',
): Samples {
  if (sameShape(samples.shape, shape)) return samples;
  if (samples.shape.length === 0 && sizeOf(shape) === 1) return { ...samples, shape };
  throw new ShapeError({
    where,
    expected: `shape ${formatWanted(shape)}, as the network's ${what} is`,
    received: formatSamples(samples),
    remedy: what === 'output' ? remedyForTargets(samples, shape) : remedyForInputs(samples, shape),
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
    `Give targets of that shape (class numbers by oneHot(labels)), or a network with ${samples.size} outputs.`
  );
}

function reshaping(samples: Samples, shape: readonly number[]): string | undefined {
  const reshape = `.reshape(${[-1, ...shape].join(', ')})`;
  if (samples.size === sizeOf(shape)) return `Reshape it: ${reshape}.`;
  if (samples.shape.length === 0 && samples.count % sizeOf(shape) === 0) {
    return `If it holds several samples, reshape it: ${reshape}.`;
  }
  return undefined;
}

function areWholeFromZero({ data }: Samples): boolean {
  return data.every((value) => Number.isInteger(value) && value >= 0);
}

function formatWanted(shape: readonly number[]): string {
  return formatShape([null, ...shape]);
}
