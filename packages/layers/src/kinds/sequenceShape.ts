import { ShapeError } from '@neutype/core';
import { formatBatchShape, type Shape } from '../shape.js';

/** Refuses what is no sequence, and returns its sizes. */
export function sequenceShape(shape: Shape, where: string): readonly [time: number, features: number] {
  const [time, features] = shape;
  if (shape.length === 2 && time !== undefined && features !== undefined) return [time, features];
  throw new ShapeError({
    where: `layer ${where}`,
    expected: 'a sequence, [?, time, features]',
    received: formatBatchShape(shape),
    remedy:
      shape.length === 1
        ? 'A recurrent layer before it needs returnSequences: true, numbers of words an embedding, and rows of numbers reshape([time, features]).'
        : 'Begin with input([time, features]), or put reshape([time, features]) before it.',
  });
}
