import type { Stroke } from './skeletons/stroke.js';

const MOST = 96;

/** The points that the strokes of a digit go through. */
export class Knots {
  readonly x: Float32Array = new Float32Array(MOST);
  readonly y: Float32Array = new Float32Array(MOST);
  /** 1 where a stroke begins. */
  readonly begins: Uint8Array = new Uint8Array(MOST);
  /** 1 where the line turns sharply. */
  readonly corner: Uint8Array = new Uint8Array(MOST);
  length = 0;

  /** Takes over the points of a digit's strokes. A point given twice becomes one, and a corner. */
  copy(strokes: readonly Stroke[]): void {
    this.length = 0;
    for (const stroke of strokes) {
      for (let i = 0; i < stroke.length; i += 2) {
        const repeated = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
        if (repeated) this.corner[this.length - 1] = 1;
        else this.#add(stroke[i]!, stroke[i + 1]!, i === 0 ? 1 : 0);
      }
    }
  }

  #add(x: number, y: number, begins: 0 | 1): void {
    const at = this.length++;
    this.x[at] = x;
    this.y[at] = y;
    this.begins[at] = begins;
    this.corner[at] = 0;
  }
}
