import { DIGIT_SIDE } from '../../shared/recipe.js';
import { type Drawing, normalizeDrawing } from '../draw/normalizeDrawing.js';

/** A picture's pixels as a canvas gives them: red, green, blue and opacity, row by row. */
export interface Picture {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** Less is no writing, but noise. */
const LEAST_CONTRAST = 24;
/** The share of the strongest ink that counts as paper: shades and the ringing of JPEG. */
const PAPER_SHADES = 0.15;

/**
 * The 28×28 image that a network sees of a picture, or `undefined` where nothing is written on it. Pictures of 28×28 pixels
 * keep them as they are, if need be turned to ink on paper; others are treated as drawings are.
 */
export function digitOn(picture: Picture): Uint8Array | undefined {
  const { width, height } = picture;
  const ink = inkOf(picture);
  const strongest = ink.reduce((most, each) => Math.max(most, each), 0);
  if (strongest < LEAST_CONTRAST) return undefined;
  if (width === DIGIT_SIDE && height === DIGIT_SIDE) return Uint8Array.from(ink, Math.round);
  return normalizeDrawing({ ink: withoutShades(ink, strongest), width, height });
}

/** How far each pixel is from the paper, which is what most of the border shows, towards what is written on it. */
function inkOf({ data, width, height }: Picture): Float64Array {
  const count = width * height;
  const opacity = Float64Array.from({ length: count }, (_, pixel) => data[pixel * 4 + 3] as number);
  if (ofBorder(opacity, width, height) < 128) return opacity;
  const light = Float64Array.from({ length: count }, (_, pixel) => lightOf(data, pixel * 4));
  const paper = ofBorder(light, width, height);
  const ink = light.map((each) => each - paper);
  // Writing is strong and little; whichever way more of it goes is its way.
  const sum = ink.reduce((total, each) => total + each, 0);
  return ink.map((each) => Math.max(0, sum < 0 ? -each : each));
}

/** Luma by ITU-R BT.601, of colours that lie on white as far as they are transparent. */
function lightOf(data: ArrayLike<number>, at: number): number {
  const [red = 0, green = 0, blue = 0, opacity = 255] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return 255 + ((luma - 255) * opacity) / 255;
}

/** The median along the border. */
function ofBorder(values: Float64Array, width: number, height: number): number {
  const border: number[] = [];
  values.forEach((value, pixel) => {
    const x = pixel % width;
    const y = (pixel - x) / width;
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) border.push(value);
  });
  border.sort((a, b) => a - b);
  return border[border.length >> 1] as number;
}

function withoutShades(ink: Float64Array, strongest: number): Drawing['ink'] {
  return ink.map((each) => (255 * Math.max(0, each / strongest - PAPER_SHADES)) / (1 - PAPER_SHADES));
}
