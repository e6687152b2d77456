/** How much room a number that is shown gets over one that would take its place: what matters as much does not flicker. */
const FAVOUR = 1.5;

/**
 * Which units of a column are shown: those that matter most, each in the place where it was before. Where there is room
 * for all, all are, in order.
 *
 * @param weights how much each unit matters
 * @param before what was shown last
 */
export function selectUnits(
  weights: Float32Array,
  room: number,
  before: Uint16Array | undefined,
): Uint16Array {
  if (weights.length <= room) return Uint16Array.from(weights, (_, unit) => unit);
  const isShown = new Set(before);
  const ranked = Array.from(weights, (weight, unit) => ({
    unit,
    weight: Math.abs(weight) * (isShown.has(unit) ? FAVOUR : 1),
  }));
  ranked.sort((a, b) => b.weight - a.weight);
  const chosen = new Set(ranked.slice(0, room).map(({ unit }) => unit));
  if (before?.length !== room) return Uint16Array.from(chosen).sort();
  const staying = new Set(before.filter((unit) => chosen.has(unit)));
  const coming = [...chosen].filter((unit) => !staying.has(unit))[Symbol.iterator]();
  return before.map((unit) => (staying.has(unit) ? unit : (coming.next().value ?? unit)));
}

/** The places of the values that are farthest from zero, the farthest first, zeros left out. */
export function strongest(values: Float32Array, count: number): number[] {
  const kept: number[] = [];
  let weakest = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at] as number);
    if (size <= weakest) continue;
    kept.push(at);
    if (kept.length < 2 * count) continue;
    cut(kept, values, count);
    weakest = Math.abs(values[kept[count - 1] as number] as number);
  }
  cut(kept, values, count);
  return kept;
}

function cut(places: number[], values: Float32Array, count: number): void {
  places.sort((a, b) => Math.abs(values[b] as number) - Math.abs(values[a] as number));
  places.length = Math.min(places.length, count);
}
