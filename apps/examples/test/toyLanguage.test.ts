import { describe, expect, it } from '@jest/globals';
import { random } from 'neutype';
import { drawSentence, isSentence, verbsOf, WORDS } from '../src/support/toyLanguage.js';

const sentences = (() => {
  const source = random(5);
  return Array.from({ length: 500 }, () => drawSentence(source));
})();

describe('the toy language', () => {
  it('has each word once', () => {
    expect(new Set(WORDS).size).toBe(WORDS.length);
  });

  it('recognizes what is drawn from it', () => {
    expect(sentences.filter(({ words }) => !isSentence(words))).toEqual([]);
  });

  it('refuses a main verb of the other number', () => {
    const [singular, plural] = [[...verbsOf(0)], [...verbsOf(1)]] as const;
    const turned = sentences.map(({ words, verb, number }) => {
      const [from, to] = number === 0 ? [singular, plural] : [plural, singular];
      return words.with(verb, to[from.indexOf(words[verb] as string)] as string);
    });
    expect(turned.filter(isSentence)).toEqual([]);
  });

  it('tells where the noun before the main verb misleads', () => {
    const known = sentences.map(({ words, verb, number, misleads }) => {
      const before = words.slice(0, verb).filter((word) => /^(cat|dog|girl|boy|bird|farmer)s?$/.test(word));
      const isPlural = before.at(-1)?.endsWith('s') ?? false;
      return [misleads, isPlural !== (number === 1)];
    });
    expect(known.filter(([told, seen]) => told !== seen)).toEqual([]);
    expect(known.some(([told]) => told)).toBe(true);
  });

  it.each(['the cat sleep .', 'the cat sleeps', 'cat sleeps .', 'the cats that sleeps run .', '.'])(
    'refuses %s',
    (text) => expect(isSentence(text.split(' '))).toBe(false),
  );
});
