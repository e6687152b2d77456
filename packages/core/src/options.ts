import { OptionError } from './errors.js';

/**
 * The candidate that was most likely meant: the nearest by edits of one letter, if it is near.
 *
 * Case, hyphens and underscores do not count, so `batch_size` finds `batchSize`.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  const near = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

/**
 * Refuses options that nobody knows, such as a misspelt one, and suggests the nearest.
 *
 * @param where what takes the options, for the message: `momentum`
 * @throws OptionError
 */
export function checkOptionNames(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError({ where, expected: 'options as an object', received: String(options) });
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  throw new OptionError({
    where,
    expected: known.length > 0 ? `options out of ${known.join(', ')}` : 'no options',
    received: `'${unknown}'`,
    ...(nearest !== undefined && { remedy: `Did you mean '${nearest}'?` }),
  });
}

const plain = (name: string): string => name.replace(/[-_\s]/g, '').toLowerCase();

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau, 1964). */
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
