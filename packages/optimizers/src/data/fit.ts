import { ShapeError } from '@neutype/core';
import { formatShape } from '@neutype/ndarray';
import { formatSamples, type Samples } from './samples.js';

/**
 * Holds samples to the shape that a model has for one of them. A list of numbers passes where a sample is one
 * number.
 *
 * @param where the argument, for messages
 * @param what which shape that is: `input` or `output`
 * @throws ShapeError
 */
export const fitSamples = (
  samples: Samples,
  shape: readonly number[],
  where: string,
  what: 'input' | 'output',
): Samples => {
  if (sameShape(samples.shape, shape)) return samples;
  if (samples.shape.length === 0 && sizeOf(shape) === 1) return { ...samples, shape };
  throw new ShapeError({
    where,
    expected: `shape ${formatWanted(shape)}, as the network's ${what} is`,
    received: formatSamples(samples),
    remedy: remedyFor(samples, shape, what),
  });
};

/** The same, but a single sample without a batch dimension passes too. */
export const fitSamplesOrOne = (samples: Samples, shape: readonly number[], where: string): Samples => {
  const isOne = sameShape([samples.count, ...samples.shape], shape);
  if (isOne && !sameShape(samples.shape, shape)) {
    return { data: samples.data, shape, count: 1, size: samples.data.length };
  }
  return fitSamples(samples, shape, where, 'input');
};

const remedyFor = (samples: Samples, shape: readonly number[], what: 'input' | 'output'): string => {
  const reshape = `.reshape(${[-1, ...shape].join(', ')})`;
  if (samples.size === sizeOf(shape)) return `Reshape it: ${reshape}.`;
  if (samples.shape.length === 0 && samples.count % sizeOf(shape) === 0) {
    return `If its values are samples one behind the other, reshape it: ${reshape}.`;
  }
  if (what === 'output') {
    return `Give targets of that shape (class numbers by oneHot(labels)), or a network with ${samples.size} outputs.`;
  }
  return `Give samples of that shape, or a network that begins with input(${samples.shape.length === 1 ? samples.shape[0] : `[${samples.shape.join(', ')}]`}).`;
};

const formatWanted = (shape: readonly number[]): string => `(n, ${shape.join(', ')})`;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const sameShape = (a: readonly number[], b: readonly number[]): boolean => formatShape(a) === formatShape(b);
