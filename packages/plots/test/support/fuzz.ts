import fc from 'fast-check';

/**
 * How long to fuzz, and from which seed: short and always the same, unless `NEUTYPE_FUZZ_RUNS` and `NEUTYPE_FUZZ_SEED`
 * say otherwise.
 */
export function fuzzing(runs: number): { numRuns: number; seed: number; endOnFailure: boolean } {
  return {
    numRuns: Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? runs),
    seed: Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0),
    // Making a plot smaller step by step takes longer than it helps: the seed finds it again.
    endOnFailure: true,
  };
}

/** Numbers of all sizes, the ends of float64 among them. */
export const anyFinite: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, 5e-324, -5e-324, 1e-323, Number.MAX_VALUE, -Number.MAX_VALUE, 1e17, 1 + 2 ** -52),
);

/** Numbers, NaN and infinity among them. */
export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 9, arbitrary: anyFinite },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);

/** Names of all kinds: short, long, of two columns a character, with marks, hostile. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'a',
    'a rather long name of a layer, which no narrow terminal can hold in one line',
    '日本語のクラス名日本語のクラス名',
    '👩‍👩‍👧‍👦👍🏽🇩🇪',
    'e\u0301'.repeat(30),
    `क${'ा'.repeat(200)}`,
    '\u001b]8;;http://example.org\u0007link\u001b]8;;\u0007',
    '\u001b[31mred\u001b[0m\r\n\u009b2J\u202egpj.exe',
  ),
);
