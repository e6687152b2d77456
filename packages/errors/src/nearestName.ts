/**
 * The candidate that was most likely meant: the nearest by edits of one letter, if it is near.
 *
 * Case, hyphens and underscores do not count, so `batch_size` finds `batchSize`.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plainName(name);
  const near = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plainName(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

/** A name without case, hyphens, underscores and blanks: how two spellings of one name are compared. */
export function plainName(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbors (Damerau, 1964). */
function editDistance(a: string, b: string): number {
  const distance = Array.from({ length: a.length + 1 }, (_, row) => [row]);
  for (let column = 1; column <= b.length; column++) distance[0]![column] = column;
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      const replaced = distance[row - 1]![column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      distance[row]![column] = Math.min(
        replaced,
        distance[row - 1]![column]! + 1,
        distance[row]![column - 1]! + 1,
        swapped ? distance[row - 2]![column - 2]! + 1 : Infinity,
      );
    }
  }
  return distance[a.length]![b.length]!;
}
