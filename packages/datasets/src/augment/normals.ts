import type { Random } from '@neutype/random';

const { abs, exp, log, sqrt } = Math;

const LAYERS = 256;
/** Makes a signed number of 24 bits one between -1 and 1. */
const SCALE = 2 ** -23;
/** Where the tail begins, and the area that each of 256 layers has, under exp(-x² / 2). */
const TAIL = 3.6541528853610088;
const AREA = 0.004928673233974658;

/**
 * Standard normal numbers by the ziggurat: G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random
 * variables", Journal of Statistical Software 5(8), 2000. The distribution is the normal one with its tails, in steps of
 * about 2^-22. Layer and place in it come from different bits of a word (J. A. Doornik, "An improved ziggurat method to
 * generate normal random samples", 2005).
 */
export class Normals {
  readonly values: Float64Array;
  readonly #words: Uint32Array;
  readonly #layers: Layers;

  constructor(count: number) {
    this.values = new Float64Array(count);
    this.#words = new Uint32Array(count);
    this.#layers = ziggurat ??= stack();
  }

  /** Replaces the values: a word of the stream each, and more of them for the one in eighty that misses its layer. */
  draw(source: Random): Float64Array {
    const { values } = this;
    const words = source.fillUint32(this.#words);
    const { edges } = this.#layers;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]! | 0;
      const layer = word & (LAYERS - 1);
      const value = ((word >> 8) + 0.5) * SCALE * edges[layer]!;
      values[i] = value;
      if (abs(value) >= edges[layer + 1]!) values[i] = settle(value, layer, this.#layers, source);
    }
    return values;
  }
}

/** Decides on a value at the uneven end of its layer; draws anew until one is kept. */
function settle(drawn: number, drawnLayer: number, { edges, heights }: Layers, source: Random): number {
  let value = drawn;
  let layer = drawnLayer;
  while (abs(value) >= edges[layer + 1]!) {
    if (layer === 0) return value < 0 ? -beyondTail(source) : beyondTail(source);
    const height = heights[layer]! + source.uniform() * (heights[layer + 1]! - heights[layer]!);
    if (height < density(value)) return value;
    const word = source.uint32() | 0;
    layer = word & (LAYERS - 1);
    value = ((word >> 8) + 0.5) * SCALE * edges[layer]!;
  }
  return value;
}

/** G. Marsaglia, "Generating a variable from the tail of the normal distribution", Technometrics 6, 1964. */
function beyondTail(source: Random): number {
  for (;;) {
    // 1 - u is never 0.
    const beyond = -log(1 - source.uniform()) / TAIL;
    if (-2 * log(1 - source.uniform()) > beyond * beyond) return TAIL + beyond;
  }
}

const density = (x: number): number => exp((-x * x) / 2);

/** The layers from the widest up: half widths, the lowest one's as if its tail were part of a rectangle, and lower ends. */
interface Layers {
  readonly edges: Float64Array;
  readonly heights: Float64Array;
}

let ziggurat: Layers | undefined;

function stack(): Layers {
  const edges = new Float64Array(LAYERS + 1);
  edges[0] = AREA / density(TAIL);
  edges[1] = TAIL;
  for (let layer = 1; layer < LAYERS - 1; layer++) {
    edges[layer + 1] = sqrt(-2 * log(density(edges[layer]!) + AREA / edges[layer]!));
  }
  return { edges, heights: edges.map(density) };
}
