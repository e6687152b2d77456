import { createHash } from 'node:crypto';
import { Draws } from './draws.js';

const PLACES: number[] = new Draws(0, 0).many(4096, 1000).map((value) => 1 + value / 4096);

/** One number for many: the sum of each times a weight of its place, which tells them and their places apart. */
export function digest(...lists: readonly ArrayLike<number>[]): number {
  const values = lists.flatMap((list) => Array.from(list));
  return values.reduce(
    (sum, value, place) => sum + (Number.isNaN(value) ? 7.5 : value) * PLACES[place]!,
    values.length,
  );
}

export function textDigest(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
