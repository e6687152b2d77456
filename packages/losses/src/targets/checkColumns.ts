import type { Shape } from '@neutype/core';
import { OptionError } from '@neutype/errors';

/**
 * Refuses outputs that are not several points, one after the other.
 *
 * @throws OptionError
 */
export function checkColumns(loss: string, outputShape: Shape, points: number, noun: string): void {
  const [columns] = outputShape;
  if (outputShape.length === 1 && columns! % points === 0) return;
  throw new OptionError({
    where: `option loss, ${loss}`,
    expected: `outputs of shape [${points} · d], the coordinates of ${noun} one after the other`,
    received: `a network with outputs of shape [${outputShape.join(', ')}]`,
  });
}
