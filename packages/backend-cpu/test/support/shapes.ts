import { randomInteger } from './random.js';

/** Lengths where kernels have their seams: nothing, one, around a vector, around a tile. */
const TELLING_LENGTHS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 31, 33];

export function randomLength(random: () => number): number {
  return TELLING_LENGTHS[randomInteger(0, TELLING_LENGTHS.length - 1, random)]!;
}

/** Up to `mostRank` dimensions, now and then one that is long, and never more elements than is quick to check. */
export function randomShape(random: () => number, mostRank = 4, mostElements = 2_000): number[] {
  const rank = randomInteger(0, mostRank, random);
  const shape = Array.from({ length: rank }, () => randomLength(random));
  if (rank > 0 && random() < 0.1)
    shape[randomInteger(0, rank - 1, random)] = randomInteger(100, 1500, random);
  while (sizeOf(shape) > mostElements) {
    const longest = shape.indexOf(Math.max(...shape));
    shape[longest] = Math.ceil(shape[longest]! / 3);
  }
  return shape;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A shape that broadcasts with `shape`: some dimensions one, some leading ones missing. */
export function broadcastPartner(shape: readonly number[], random: () => number): number[] {
  const partner = shape.map((length) => (random() < 0.4 ? 1 : length));
  return random() < 0.3 ? partner.slice(randomInteger(0, partner.length, random)) : partner;
}

const SPECIAL = [0, -0, 1, -1, 6, Number.NaN, Infinity, -Infinity, 1e-40, -1e-40, 3e38, -3e38];

/** Values in −3 … 3, one in twenty of them special when asked for. */
export function values(length: number, random: () => number, special = false): Float32Array {
  return Float32Array.from({ length }, () =>
    special && random() < 0.05 ? SPECIAL[randomInteger(0, SPECIAL.length - 1, random)]! : random() * 6 - 3,
  );
}
