import type { Knots } from './knots.js';

const PIECES = 4;
const LONGEST = 96 * PIECES;

/** The path of the pen as points close to each other, over all strokes of a digit. Its buffers are used again. */
export class Trace {
  readonly x: Float32Array = new Float32Array(LONGEST);
  readonly y: Float32Array = new Float32Array(LONGEST);
  /** The pen's radius at each point. */
  readonly radius: Float32Array = new Float32Array(LONGEST);
  /** 1 where a stroke begins: nothing is drawn from the point before. */
  readonly begins: Uint8Array = new Uint8Array(LONGEST);
  length = 0;

  /**
   * Smooth curves through the knots: E. Catmull, R. Rom, "A class of local interpolating splines", 1974, broken at
   * corners.
   */
  follow({ x, y, begins, corner, length }: Knots): void {
    this.length = 0;
    for (let to = 0; to < length; to++) {
      if (begins[to] === 1) {
        this.#add(x[to]!, y[to]!, 1);
        continue;
      }
      const from = to - 1;
      const before = begins[from] === 1 || corner[from] === 1 ? from : from - 1;
      const ends = to + 1 === length || begins[to + 1] === 1 || corner[to] === 1;
      const after = ends ? to : to + 1;
      for (let piece = 1; piece <= PIECES; piece++) {
        const t = piece / PIECES;
        this.#add(
          between(t, x[before]!, x[from]!, x[to]!, x[after]!),
          between(t, y[before]!, y[from]!, y[to]!, y[after]!),
          0,
        );
      }
    }
  }

  #add(x: number, y: number, begins: 0 | 1): void {
    const at = this.length++;
    this.x[at] = x;
    this.y[at] = y;
    this.begins[at] = begins;
  }
}

function between(t: number, before: number, from: number, to: number, after: number): number {
  const slope = to - before;
  const curve = 2 * before - 5 * from + 4 * to - after;
  const twist = 3 * (from - to) + after - before;
  return from + 0.5 * t * (slope + t * (curve + t * twist));
}
