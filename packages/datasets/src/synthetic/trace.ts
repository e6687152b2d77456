import type { Stroke } from './skeletons/stroke.js';

const LONGEST = 512;
const PIECES = 6;

/** The path of the pen as points close to each other, over all strokes of a digit. Buffers are used again and again. */
export class Trace {
  readonly x: Float32Array = new Float32Array(LONGEST);
  readonly y: Float32Array = new Float32Array(LONGEST);
  /** The pen's radius at each point. */
  readonly radius: Float32Array = new Float32Array(LONGEST);
  /** 1 where a stroke begins: nothing is drawn from the point before. */
  readonly begins: Uint8Array = new Uint8Array(LONGEST);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Adds a smooth curve through a stroke's points: Catmull-Rom splines, broken where a point is given twice. */
  add(stroke: Stroke | Float32Array, values: number): void {
    let first = 0;
    let begins = 1;
    const points = values / 2;
    for (let point = 1; point <= points; point++) {
      const corner = point === points || samePoint(stroke, point - 1, point);
      if (!corner) continue;
      this.#addCurve(stroke, first, point - 1, begins);
      first = point;
      begins = 0;
    }
  }

  #addCurve(stroke: Stroke | Float32Array, first: number, last: number, begins: number): void {
    if (begins === 1) this.#addPoint(stroke[2 * first]!, stroke[2 * first + 1]!, 1);
    for (let from = first; from < last; from++) {
      const before = from > first ? from - 1 : from;
      const to = from + 1;
      const after = to < last ? to + 1 : to;
      for (let piece = 1; piece <= PIECES; piece++) {
        const t = piece / PIECES;
        this.#addPoint(
          catmullRom(t, stroke[2 * before]!, stroke[2 * from]!, stroke[2 * to]!, stroke[2 * after]!),
          catmullRom(
            t,
            stroke[2 * before + 1]!,
            stroke[2 * from + 1]!,
            stroke[2 * to + 1]!,
            stroke[2 * after + 1]!,
          ),
          0,
        );
      }
    }
  }

  #addPoint(x: number, y: number, begins: number): void {
    const at = this.length++;
    this.x[at] = x;
    this.y[at] = y;
    this.begins[at] = begins;
  }
}

function samePoint(stroke: Stroke | Float32Array, a: number, b: number): boolean {
  return stroke[2 * a] === stroke[2 * b] && stroke[2 * a + 1] === stroke[2 * b + 1];
}

/** E. Catmull, R. Rom, "A class of local interpolating splines", 1974; tension 1/2. */
function catmullRom(t: number, before: number, from: number, to: number, after: number): number {
  const slope = to - before;
  const curve = 2 * before - 5 * from + 4 * to - after;
  const twist = 3 * (from - to) + after - before;
  return from + 0.5 * t * (slope + t * (curve + t * twist));
}
