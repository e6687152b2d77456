/** What fell into a bin: sums of weights, or counts. */
export interface Bin {
  readonly count: number;
  /** What came true. */
  readonly outcomes: number;
  readonly probabilities: number;
}

/** Sorts samples into bins by their probabilities. A bin takes in its upper end, and the first its lower one too. */
export function sortIntoBins(
  outcomes: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  innerEdges: Float64Array,
  weights?: ArrayLike<number>,
): Bin[] {
  const bins = Array.from({ length: innerEdges.length + 1 }, () => ({
    count: 0,
    outcomes: 0,
    probabilities: 0,
  }));
  for (let index = 0; index < outcomes.length; index++) {
    const weight = weights === undefined ? 1 : weights[index]!;
    const probability = probabilities[index]!;
    const bin = bins[countBelow(innerEdges, probability)]!;
    bin.count += weight;
    bin.outcomes += weight * outcomes[index]!;
    bin.probabilities += weight * probability;
  }
  return bins.filter(({ count }) => count > 0);
}

/** Where bins of equal width between 0 and 1 meet. */
export function evenEdges(bins: number): Float64Array {
  const width = 1 / bins;
  return Float64Array.from({ length: bins - 1 }, (_, index) => (index + 1) * width);
}

/** Where bins meet that hold as many samples each: quantiles, interpolated as NumPy does by default. */
export function quantileEdges(probabilities: ArrayLike<number>, bins: number): Float64Array {
  const sorted = Float64Array.from(probabilities).sort();
  return evenEdges(bins).map((share) => {
    const place = (sorted.length - 1) * ((share * 100) / 100);
    const below = Math.floor(place);
    const part = place - below;
    const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  });
}

/** How many of the edges, which rise, are below a value. */
function countBelow(edges: Float64Array, value: number): number {
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (edges[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
