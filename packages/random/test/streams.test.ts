import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Key, Random, random } from '../src/index.js';

interface Golden {
  readonly seed: number;
  readonly path: readonly (string | number)[];
  readonly key: Key;
  readonly words: readonly number[];
  readonly uniform: number;
  readonly integer: number;
  readonly largeInteger: number;
  readonly permutation: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('golden/streams.json', import.meta.url), 'utf8'),
) as readonly Golden[];

describe.each(golden)('the stream $path of the seed $seed', ({ seed, path, ...expected }) => {
  const stream = () => path.reduce<Random>((parent, label) => parent.split(label), random(seed));

  it('keeps its key and its words in every version', () => {
    const source = stream();
    expect(source.key).toEqual(expected.key);
    expect(expected.words.map(() => source.uint32())).toEqual(expected.words);
    expect([...stream().fillUint32(new Uint32Array(4))]).toEqual(expected.words);
  });

  it('keeps its uniform numbers, integers and permutations in every version', () => {
    expect(stream().uniform()).toBe(expected.uniform);
    expect(stream().integer(3 * 2 ** 30)).toBe(expected.integer);
    expect(stream().integer(3 * 2 ** 51)).toBe(expected.largeInteger);
    expect([...stream().permutation(8)]).toEqual(expected.permutation);
  });
});

/** A stream of one word. */
class Constant extends Random {
  readonly #word: number;

  constructor(word: number) {
    super([0, 0]);
    this.#word = word;
  }

  override uint32(): number {
    return this.#word;
  }

  override fillUint32(target: Uint32Array): Uint32Array {
    return target.fill(this.#word);
  }
}

describe('normal numbers', () => {
  it('are finite and symmetric at the ends of the stream', () => {
    const [least, greatest] = [new Constant(0), new Constant(0xffffffff)];
    expect(least.normal()).toBeCloseTo(-8.2095, 4); // norm.ppf(2**-53)
    expect(greatest.normal()).toBe(-least.normal());
    expect(Number.isFinite(least.normal())).toBe(true);
    const [low] = least.fillNormal(new Float32Array(1));
    const [high] = greatest.fillNormal(new Float32Array(1));
    expect(low).toBeCloseTo(-6.337957754, 6); // SciPy: norm.ppf(2**-33)
    expect(high).toBe(-low!);
  });
});
