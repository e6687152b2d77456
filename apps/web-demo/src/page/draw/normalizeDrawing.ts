import { DIGIT_SIDE } from '../../shared/recipe.js';

/**
 * Turns a drawing into what MNIST's digits are: the ink's bounding box scaled into 20×20 pixels with its aspect
 * ratio kept, then placed in 28×28 so that the ink's centre of mass is at the centre.
 *
 * LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998, section III.A.
 */
export interface Drawing {
  /** Ink per pixel from 0 (paper) to 255 (full ink), row by row. */
  readonly ink: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

const INK_BOX = 20;
const FAINTEST_INK = 16;

/** The 28×28 image (784 values from 0 to 255) that the network sees, or `undefined` for an empty drawing. */
export function normalizeDrawing(drawing: Drawing): Uint8Array | undefined {
  const box = boundingBox(drawing);
  if (!box) return undefined;
  const scale = INK_BOX / Math.max(box.width, box.height);
  const columns = Math.max(1, Math.round(box.width * scale));
  const rows = Math.max(1, Math.round(box.height * scale));
  const scaled = resampleByArea(drawing, box, columns, rows);
  return placeByCentreOfMass(scaled, columns, rows);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boundingBox({ ink, width, height }: Drawing): Box | undefined {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((ink[y * width + x] ?? 0) < FAINTEST_INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Averages the source pixels that each target pixel covers, weighting those covered in part. */
function resampleByArea(drawing: Drawing, box: Box, columns: number, rows: number): Float32Array {
  const target = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const top = box.top + (row * box.height) / rows;
    const bottom = box.top + ((row + 1) * box.height) / rows;
    for (let column = 0; column < columns; column++) {
      const left = box.left + (column * box.width) / columns;
      const right = box.left + ((column + 1) * box.width) / columns;
      target[row * columns + column] = meanInk(drawing, left, top, right, bottom);
    }
  }
  return target;
}

function meanInk({ ink, width }: Drawing, left: number, top: number, right: number, bottom: number): number {
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const coveredRows = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      const coveredColumns = Math.min(x + 1, right) - Math.max(x, left);
      sum += (ink[y * width + x] ?? 0) * coveredRows * coveredColumns;
    }
  }
  return sum / ((right - left) * (bottom - top));
}

function placeByCentreOfMass(scaled: Float32Array, columns: number, rows: number): Uint8Array {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const ink = scaled[y * columns + x] ?? 0;
      mass += ink;
      momentX += ink * (x + 0.5);
      momentY += ink * (y + 0.5);
    }
  }
  const left = Math.round(DIGIT_SIDE / 2 - momentX / mass);
  const top = Math.round(DIGIT_SIDE / 2 - momentY / mass);
  const image = new Uint8Array(DIGIT_SIDE * DIGIT_SIDE);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const targetX = left + x;
      const targetY = top + y;
      if (targetX < 0 || targetX >= DIGIT_SIDE || targetY < 0 || targetY >= DIGIT_SIDE) continue;
      image[targetY * DIGIT_SIDE + targetX] = Math.round(scaled[y * columns + x] ?? 0);
    }
  }
  return image;
}
