import { type Random, random } from '@neutype/random';
import { normalizeDrawing } from '../src/page/draw/normalizeDrawing.js';
import { DIGIT_PIXELS } from '../src/shared/recipe.js';
import { type Point, SHAPES, type Stroke, turned } from './shapes.js';

const PAD = 56;
const MARGIN = 8;
/** How many points a line is drawn through between two points of its shape. */
const PIECES = 4;

/** Drawings that are no digits, placed as the page places a drawing: 784 pixels from 0 to 255 each. */
export function scribbles(
  samples: number,
  seed: number,
  kinds: readonly string[] = Object.keys(SHAPES),
): Uint8Array {
  const draws = random(seed).split('scribbles');
  const images = new Uint8Array(samples * DIGIT_PIXELS);
  for (let sample = 0; sample < samples; sample++) {
    const shape = SHAPES[kinds[draws.integer(kinds.length)] ?? ''];
    const strokes = shape === undefined ? [] : byHand(shape(draws), draws);
    images.set(drawn(strokes, draws) ?? [], sample * DIGIT_PIXELS);
  }
  return images;
}

/** The shape a little turned, slanted, widened and bent, as a hand would draw it. */
function byHand(strokes: readonly Stroke[], draws: Random): Stroke[] {
  const width = Math.exp(draws.normal(0, 0.2));
  const slant = draws.normal(0, 0.15);
  const wave = [draws.uniform(2, 6), draws.uniform(2, 6), draws.uniform(0, 6), draws.uniform(0, 6)] as const;
  const bend = draws.uniform(0, 0.06);
  const jittered = strokes.map((stroke) =>
    stroke.map(([x, y]): Point => [x + draws.normal(0, 0.025), y + draws.normal(0, 0.025)]),
  );
  const bent = jittered
    .map(subdivided)
    .map((stroke) =>
      stroke.map(
        ([x, y]): Point => [
          width * (x + bend * Math.sin(wave[0] * y + wave[2])) - slant * y,
          y + bend * Math.sin(wave[1] * x + wave[3]),
        ],
      ),
    );
  return turned(bent, draws.normal(0, 0.12));
}

function subdivided(stroke: Stroke): Stroke {
  return stroke.flatMap(([x, y], index): Point[] => {
    const [nextX, nextY] = stroke[index + 1] ?? [x, y];
    if (index + 1 === stroke.length) return [[x, y]];
    return Array.from({ length: PIECES }, (_, piece) => {
      const part = piece / PIECES;
      return [x + part * (nextX - x), y + part * (nextY - y)];
    });
  });
}

function drawn(strokes: readonly Stroke[], draws: Random): Uint8Array | undefined {
  const points = strokes.flat();
  const [left, right] = extent(points.map(([x]) => x));
  const [top, bottom] = extent(points.map(([, y]) => y));
  // A dot stays one.
  const scale = (PAD - 2 * MARGIN) / Math.max(right - left, bottom - top, 1);
  const radius = draws.uniform(0.7, 4.2);
  const ink = new Uint8Array(PAD * PAD);
  for (const stroke of strokes) {
    const placed = stroke.map(([x, y]): Point => [MARGIN + scale * (x - left), MARGIN + scale * (y - top)]);
    for (const [index, point] of placed.entries()) line(ink, placed[index - 1] ?? point, point, radius);
  }
  return normalizeDrawing({ ink, width: PAD, height: PAD });
}

function extent(values: readonly number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Inks all pixels that are nearer than `radius` to the line, with a soft edge. */
function line(ink: Uint8Array, [x0, y0]: Point, [x1, y1]: Point, radius: number): void {
  const [alongX, alongY] = [x1 - x0, y1 - y0];
  const squared = Math.max(alongX ** 2 + alongY ** 2, 1e-9);
  const reach = radius + 0.5;
  const [left, right] = [Math.ceil(Math.min(x0, x1) - reach), Math.floor(Math.max(x0, x1) + reach)];
  const [top, bottom] = [Math.ceil(Math.min(y0, y1) - reach), Math.floor(Math.max(y0, y1) + reach)];
  for (let y = Math.max(0, top); y <= Math.min(PAD - 1, bottom); y++) {
    for (let x = Math.max(0, left); x <= Math.min(PAD - 1, right); x++) {
      const part = Math.min(1, Math.max(0, ((x - x0) * alongX + (y - y0) * alongY) / squared));
      const offX = x - x0 - part * alongX;
      const offY = y - y0 - part * alongY;
      const distance = Math.sqrt(offX * offX + offY * offY);
      const at = y * PAD + x;
      ink[at] = Math.max(ink[at] ?? 0, 255 * Math.min(1, Math.max(0, reach - distance)));
    }
  }
}
