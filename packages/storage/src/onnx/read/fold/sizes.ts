import { BATCH_SIZE, sizesOf } from '../atoms.js';
import { type Constant, constantOf, countOf, onlyValue } from '../constant.js';
import type { NodeReading } from '../node.js';

/** A shape as a constant, of which `start` and `end` may take a part. */
export function shapeOf(node: NodeReading, sizes: readonly number[]): Constant {
  const { attributes } = node;
  const end = attributes.has('end') ? attributes.int('end', 0) : sizes.length;
  return constantOf(sizes.slice(attributes.int('start', 0), end));
}

export function shapeOfView(node: NodeReading): Constant {
  return shapeOf(node, sizesOf(node.view(0).axes));
}

/** The sizes that Reshape gives: 0 for what is there, -1 for the rest. */
export function targetSizes(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const given = node.numbers(1, 'shape') ?? [];
  const keepsZero = node.attributes.int('allowzero', 0) === 1;
  const target = given.map((size, axis) => (size === 0 && !keepsZero ? (sizes[axis] ?? 0) : size));
  const rests = target.filter((size) => size === -1).length;
  const known = countOf(target.filter((size) => size !== -1));
  const rest = known === 0 ? 0 : countOf(sizes) / known;
  const filled = target.map((size) => (size === -1 ? rest : size));
  if (rests < 2 && filled.every((size) => Number.isSafeInteger(size) && size >= 0)) return filled;
  throw node.error(`a shape for ${sizes.join(' × ')} values`, given.join(' × '));
}

/** Sizes with axes of 1 put among them. */
export function withOnes(node: NodeReading, sizes: readonly number[], input: number): number[] {
  const given = node.numbers(input, 'axes') ?? [];
  const rank = sizes.length + given.length;
  const ones = node.axes(given, rank);
  const rest = [...sizes];
  return Array.from({ length: rank }, (_, axis) => (ones.includes(axis) ? 1 : rest.shift()!));
}

export function checkedSizes(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const fits = sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (fits && Number.isSafeInteger(countOf(sizes))) return sizes;
  throw node.error('sizes from 0', sizes.join(' × '));
}

/** What is the same for all samples is not repeated for each. */
export function withoutSamples(node: NodeReading, sizes: readonly number[]): readonly number[] {
  if (onlyValue(node.constant(0)) !== undefined) return sizes;
  return sizes.map((size) => (size === BATCH_SIZE ? 1 : size));
}
