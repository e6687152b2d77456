import type { Random } from 'neutype';

/** Singular and plural: what nouns and verbs agree in. */
export type GrammaticalNumber = 0 | 1;

const NOUNS = ['cat cats', 'dog dogs', 'girl girls', 'boy boys', 'bird birds', 'farmer farmers'].map(pair);
const INTRANSITIVE = ['sleeps sleep', 'sings sing', 'laughs laugh', 'runs run'].map(pair);
const TRANSITIVE = ['sees see', 'likes like', 'chases chase', 'hears hear'].map(pair);

/** The words, by their numbers. The period is 0: a text begins behind one. */
export const WORDS: readonly string[] = [
  '.',
  'the',
  'that',
  ...[...NOUNS, ...INTRANSITIVE, ...TRANSITIVE].flat(),
];

/** The verbs of one number, which may follow a subject of that number. */
export function verbsOf(number: GrammaticalNumber): ReadonlySet<string> {
  return new Set([...INTRANSITIVE, ...TRANSITIVE].map((forms) => forms[number]));
}

/** A sentence, and where its main verb is. */
export interface Sentence {
  readonly words: readonly string[];
  readonly verb: number;
  /** Of the subject, with which the main verb agrees. */
  readonly number: GrammaticalNumber;
  /** Whether the last noun before the main verb has the other number, so that it misleads. */
  readonly misleads: boolean;
}

/**
 * Draws a sentence: `the cats that the dog chases sleep .` Subjects may carry a clause about themselves; verbs agree with
 * their own subjects, however many words lie between.
 */
export function drawSentence(random: Random): Sentence {
  const number = drawNumber(random);
  const subject = noun(number, random);
  const clause = random.uniform() < 0.6 ? drawClause(number, random) : { words: [], last: number };
  const words = [...subject, ...clause.words, ...predicate(number, random), '.'];
  return {
    words,
    verb: subject.length + clause.words.length,
    number,
    misleads: clause.last !== number,
  };
}

/** A clause about a subject: `that sees the dog`, or `that the dog sees`. */
function drawClause(number: GrammaticalNumber, random: Random): { words: string[]; last: GrammaticalNumber } {
  const last = drawNumber(random);
  const other = noun(last, random);
  return random.integer(2) === 0
    ? { words: ['that', one(TRANSITIVE, random)[number], ...other], last }
    : { words: ['that', ...other, one(TRANSITIVE, random)[last]], last };
}

function predicate(number: GrammaticalNumber, random: Random): string[] {
  if (random.integer(2) === 0) return [one(INTRANSITIVE, random)[number]];
  return [one(TRANSITIVE, random)[number], ...noun(drawNumber(random), random)];
}

function noun(number: GrammaticalNumber, random: Random): string[] {
  return ['the', one(NOUNS, random)[number]];
}

function drawNumber(random: Random): GrammaticalNumber {
  return random.integer(2) as GrammaticalNumber;
}

function one<T>(choices: readonly T[], random: Random): T {
  return choices[random.integer(choices.length)] as T;
}

function pair(forms: string): readonly [string, string] {
  return forms.split(' ') as [string, string];
}

const PATTERN = grammar();

/** Whether words are a sentence of the language. */
export function isSentence(words: readonly string[]): boolean {
  return PATTERN.test(words.join(' '));
}

/** The whole language as a regular expression: without clauses in clauses, it is regular. */
function grammar(): RegExp {
  const either = (words: readonly (readonly string[])[], number: GrammaticalNumber): string =>
    `(${words.map((forms) => forms[number]).join('|')})`;
  const nounOf = (number: GrammaticalNumber): string => `the ${either(NOUNS, number)}`;
  const anyNoun = `(${nounOf(0)}|${nounOf(1)})`;
  const transitive = (number: GrammaticalNumber): string => either(TRANSITIVE, number);
  const aboutAnother = ([0, 1] as const).map((number) => `${nounOf(number)} ${transitive(number)}`).join('|');
  const sentences = ([0, 1] as const).map((number) => {
    const clause = `( that (${transitive(number)} ${anyNoun}|${aboutAnother}))?`;
    return `${nounOf(number)}${clause} (${either(INTRANSITIVE, number)}|${transitive(number)} ${anyNoun})`;
  });
  return new RegExp(`^(${sentences.join('|')}) \\.$`);
}
