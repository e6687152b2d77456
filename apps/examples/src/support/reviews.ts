import { type Random, random } from 'neutype';
import { pick } from './pick.js';

const THINGS = ['film', 'book', 'meal', 'hotel', 'song', 'museum', 'play', 'garden', 'lecture', 'soup'];
const GOOD = ['good', 'great', 'lovely', 'funny', 'warm', 'clever', 'fresh', 'charming'];
const BAD = ['bad', 'dull', 'awful', 'cold', 'noisy', 'stale', 'clumsy', 'boring'];
const DEGREES = ['', 'very ', 'rather ', 'really '];
const NEGATIONS = ['not', 'never', 'hardly'];
const REMARKS = [
  'we went on monday',
  'my sister came too',
  'it rained',
  'we had two tickets',
  'it was near the station',
];

/** A sentence about something, and whether its author liked it. */
export interface Review {
  readonly text: string;
  readonly isPositive: boolean;
}

/**
 * Reviews, no two of them the same, written by a small grammar. Single words do not tell what is meant: some are
 * negated (`not good`), and where two opinions meet, the one behind `but`, or the one without `although`, is the author's.
 */
export function makeReviews(count: number, seed: number): Review[] {
  const rng = random(seed);
  const reviews = new Map<string, Review>();
  while (reviews.size < count) {
    const review = makeReview(rng);
    reviews.set(review.text, review);
  }
  return [...reviews.values()];
}

function makeReview(rng: Random): Review {
  const isPositive = rng.uniform() < 0.5;
  const own = clause(isPositive, rng);
  const other = clause(!isPositive, rng);
  const text = pick(
    [own, `${other} but ${own}`, `although ${other} ${own}`, `${own} although ${other}`],
    rng,
  );
  const remark = rng.uniform() < 0.5 ? `${pick(REMARKS, rng)} and ` : '';
  return { text: remark + text, isPositive };
}

function clause(isPositive: boolean, rng: Random): string {
  const isNegated = rng.uniform() < 0.4;
  const word = pick(isPositive === isNegated ? BAD : GOOD, rng);
  const negation = isNegated ? `${pick(NEGATIONS, rng)} ` : '';
  return `the ${pick(THINGS, rng)} was ${negation}${pick(DEGREES, rng)}${word}`;
}
