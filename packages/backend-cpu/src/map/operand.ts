import { util } from '@tensorflow/tfjs-core';
import type { ResidentDtype } from '../engine/cpuEngine.js';
import type { MapDimension, MapOperand } from './program.js';

/** A tensor of `shape` at `address` as an operand of a program whose elements have the shape `outShape`. */
export function tensorOperand(
  address: number,
  dtype: ResidentDtype,
  shape: readonly number[],
  outShape: readonly number[],
): MapOperand {
  if (util.arraysEqual(shape as number[], outShape as number[])) return { kind: 'tensor', address, dtype };
  const dimensions = joinedDimensions(shape, outShape);
  if (dimensions.length === 0 || (dimensions.length === 1 && dimensions[0]!.stride === 1)) {
    return { kind: 'tensor', address, dtype };
  }
  if (dimensions.length === 1) return { kind: 'scalar', address, dtype };
  return { kind: 'tensor', address, dtype, dimensions };
}

/** Innermost first, dimensions of length one left out, neighbours joined where they are walked, or repeated, in one go. */
function joinedDimensions(shape: readonly number[], outShape: readonly number[]): MapDimension[] {
  const dimensions: { length: number; stride: number }[] = [];
  let size = 1;
  for (let back = 1; back <= outShape.length; back++) {
    const length = outShape.at(-back)!;
    const own = back <= shape.length ? shape.at(-back)! : 1;
    const stride = own === 1 ? 0 : size;
    size *= own;
    if (length === 1) continue;
    const last = dimensions.at(-1);
    if (last !== undefined && stride === last.stride * last.length) last.length *= length;
    else dimensions.push({ length, stride });
  }
  return dimensions;
}
