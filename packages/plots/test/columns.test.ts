import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { columnsOf } from '../src/text/columns.js';

describe('the columns that a text takes in a terminal', () => {
  it.each([
    ['none for no text', '', 0],
    ['one for each letter', 'loss', 4],
    ['none for combining marks', 'e\u0301te\u0301', 3],
    ['two for Chinese and Japanese characters', '損失ロス', 8],
    ['one for halfwidth Japanese', 'ﾛｽ', 2],
    ['two for a Korean syllable, in one piece or in parts', '손\u1109\u1169\u11ab', 4],
    ['two for emoji, with whatever they are made up of', '🎉👩‍🚀🇨🇭❤️1️⃣', 10],
    ['none for what cannot be seen', 'a\u200b\u0007\ufeffb', 2],
    ['those of all parts of a long text', '損'.repeat(600), 1200],
  ])('are %s', (_, text, columns) => {
    expect(columnsOf(text)).toBe(columns);
    expect(stringWidth(text)).toBe(columns);
  });

  it('are never fewer than string-width counts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(columnsOf(text)).toBeGreaterThanOrEqual(stringWidth(text));
      }),
      { numRuns: 2000 },
    );
  });
});
