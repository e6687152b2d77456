/** So many of a thousand digits lie within the picture by themselves; those farther out are brought to its edge. */
const WITHIN = 0.985;

/** Points as places in a picture from -1 to 1 across and down, which they fill in both directions. */
export function placesOf(points: Float32Array): Float32Array {
  const reach = [reachOf(points, 0), reachOf(points, 1)] as const;
  return points.map((each, at) => Math.max(-1, Math.min(1, each / (reach[at % 2] as number))));
}

function reachOf(points: Float32Array, axis: 0 | 1): number {
  const distances = points.filter((_, at) => at % 2 === axis).map(Math.abs);
  distances.sort();
  return distances[Math.floor(WITHIN * (distances.length - 1))] || 1;
}

/** Where digits are on their way from one place to the next; `share` from 0 to 1. */
export function between(from: Float32Array, to: Float32Array, share: number): Float32Array {
  // Quick at first, then slower: where a digit goes is seen at once.
  const eased = 1 - (1 - share) ** 3;
  return to.map((each, at) => (from[at] as number) + eased * (each - (from[at] as number)));
}

/** The place nearest to `x`, `y` within `reach`, in pixels of a picture of this size; those that are `preferred` first. */
export function nearestTo(
  places: Float32Array,
  [x, y]: readonly [number, number],
  reach: number,
  toPixels: (place: number, axis: 0 | 1) => number,
  isPreferred: (index: number) => boolean,
): number | undefined {
  let found: number | undefined;
  let least = reach;
  for (let index = 0; 2 * index < places.length; index++) {
    const distance = Math.hypot(
      toPixels(places[2 * index] as number, 0) - x,
      toPixels(places[2 * index + 1] as number, 1) - y,
    );
    // A mistake is meant even where another digit lies a little nearer.
    const felt = isPreferred(index) && distance < reach ? distance / 2 : distance;
    if (felt >= least) continue;
    least = felt;
    found = index;
  }
  return found;
}
