type Color = readonly [red: number, green: number, blue: number];

/** A digit in ink of one color: opacities from 0 to 255. */
export function paintInk({ data }: ImageData, color: Color, opacities: ArrayLike<number>): void {
  for (let pixel = 0; pixel < opacities.length; pixel++) {
    put(data, pixel, color, opacities[pixel] as number);
  }
}

/** Weights of pixels, in one color above zero and in another below, the strongest full. */
export function paintSigned(
  { data }: ImageData,
  { raises, lowers }: { readonly raises: Color; readonly lowers: Color },
  weights: Float32Array,
): void {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
  weights.forEach((weight, pixel) => {
    put(data, pixel, weight > 0 ? raises : lowers, (255 * Math.abs(weight)) / largest);
  });
}

function put(data: Uint8ClampedArray, pixel: number, [red, green, blue]: Color, opacity: number): void {
  data[4 * pixel] = red;
  data[4 * pixel + 1] = green;
  data[4 * pixel + 2] = blue;
  data[4 * pixel + 3] = opacity;
}
