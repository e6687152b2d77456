import { augment } from '@neutype/datasets';
import { ndarray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { normalizeDrawing } from '../src/page/draw/normalizeDrawing.js';
import { DIGIT_PIXELS, DIGIT_SIDE } from '../src/shared/recipe.js';

/** The share of the images that are varied. The others keep their sharp edges, as drawings on the page have them. */
const VARIED = 0.5;
/** The share of those that are drawn with another pen. */
const OTHER_PENS = 0.6;

/**
 * Images of 784 pixels each as other hands would have drawn them, half of them: turned, leaning and bent, with thinner and
 * thicker pens, then placed as the page places a drawing.
 */
export function inOtherHands(images: Uint8Array, seed: number): Uint8Array {
  const samples = images.length / DIGIT_PIXELS;
  const vary = augment({ rotate: 8, shear: 0.1, scale: [0.8, 1], elastic: { alpha: 14, sigma: 4 }, seed });
  const bent = vary(ndarray(images, [samples, DIGIT_PIXELS])).data;
  const varied = images.slice();
  const draws = random(seed).split('otherHands');
  for (let sample = 0; sample < samples; sample++) {
    if (draws.uniform() >= VARIED) continue;
    const range = [sample * DIGIT_PIXELS, (sample + 1) * DIGIT_PIXELS] as const;
    const ink = withAnotherPen(bent.subarray(...range), draws);
    varied.set(normalizeDrawing({ ink, width: DIGIT_SIDE, height: DIGIT_SIDE }) ?? [], range[0]);
  }
  return varied;
}

function withAnotherPen(image: Uint8Array, draws: Random): Uint8Array {
  if (draws.uniform() >= OTHER_PENS) return image;
  const strength = draws.uniform();
  return draws.uniform() < 0.5 ? pulled(image, 0.7 * strength, Math.min) : pulled(image, strength, Math.max);
}

/** Each pixel drawn towards the least or the most of itself and its four neighbors: thinner lines, or thicker ones. */
function pulled(image: Uint8Array, strength: number, extreme: (...values: number[]) => number): Uint8Array {
  return image.map((own, pixel) => {
    const column = pixel % DIGIT_SIDE;
    const left = column > 0 ? image[pixel - 1] : 0;
    const right = column < DIGIT_SIDE - 1 ? image[pixel + 1] : 0;
    const above = image[pixel - DIGIT_SIDE];
    const below = image[pixel + DIGIT_SIDE];
    const target = extreme(own, left ?? 0, right ?? 0, above ?? 0, below ?? 0);
    return Math.round(own + strength * (target - own));
  });
}
