import { sizeOf } from '@neutype/ndarray';
import type { Shape } from '../shape.js';

/**
 * How many values feed one unit (`fanIn`) and how many units one value feeds (`fanOut`).
 *
 * Dense weights are `[inputs, units]`; filters are `[rows, columns, channels, filters]`, each of whose channels
 * sees the whole receptive field. A vector of n values counts as n inputs of one unit.
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const inputs = shape.length > 1 ? (shape.at(-2) as number) : (shape[0] ?? 1);
  const outputs = shape.length > 1 ? (shape.at(-1) as number) : 1;
  const receptiveField = sizeOf(shape.slice(0, -2));
  return { fanIn: inputs * receptiveField, fanOut: outputs * receptiveField };
}
