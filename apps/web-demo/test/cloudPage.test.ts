import { describe, expect, it } from '@jest/globals';
import { cloudInWords, digitInWords, nearestPair } from '../src/page/cloud/cloudWords.js';
import { mistakesIn, neighbourOf } from '../src/page/cloud/mistakesIn.js';
import { between, nearestTo, placesOf } from '../src/page/cloud/places.js';

/** Two digits of each class, the classes on a circle but for 4 and 9, which lie side by side. */
const labels = Array.from({ length: 20 }, (_, index) => Math.floor(index / 2));
const points = Float32Array.from({ length: 40 }, (_, at) => {
  const index = at >> 1;
  const label = labels[index] as number;
  const angle = label === 9 ? 4.1 : label;
  const jitter = index % 2 === 0 ? 0.02 : -0.02;
  return (at % 2 === 0 ? Math.cos(angle * 0.6) : Math.sin(angle * 0.6)) + jitter;
});

describe('a cloud in words', () => {
  const cloud = { source: 'hidden', values: 8, points, confidences: new Float32Array(20) } as const;

  it('says how many digits there are, how many are wrong, and which overlap most', () => {
    const answers = Uint8Array.from(labels, (label, index) => (index === 8 || index === 19 ? 1 : label));
    expect(cloudInWords({ ...cloud, answers }, labels)).toBe(
      '20 digits, 2 of them read wrongly; 4 and 9 overlap most.',
    );
    expect(cloudInWords({ ...cloud, answers: Uint8Array.from(labels) }, labels)).toBe(
      '20 digits, all of them read rightly; 4 and 9 overlap most.',
    );
  });

  it('speaks of no pair where there is one class', () => {
    expect(nearestPair(points.subarray(0, 4), [0, 0])).toBeUndefined();
  });

  it('says what a digit is, what it is taken for, and how surely', () => {
    expect(digitInWords(4, 9, 0.873)).toBe('This is a 4. The network says 9, 87 % sure.');
    expect(digitInWords(8, 8, 0.991)).toBe('This is an 8, and the network says so, over 99 % sure.');
  });
});

describe('places in the picture', () => {
  it('fill it in both directions, and nothing lies outside', () => {
    const places = placesOf(
      Float32Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 5 : 0.1) * Math.sin(at)),
    );
    for (const axis of [0, 1]) {
      const along = places.filter((_, at) => at % 2 === axis).map(Math.abs);
      expect(Math.max(...along)).toBe(1);
    }
  });

  it('are in the middle where all points are the same', () => {
    expect([...placesOf(new Float32Array(6))]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('are on the way from one cloud to the next', () => {
    const [from, to] = [Float32Array.of(0, 0), Float32Array.of(1, -1)];
    expect([...between(from, to, 0)]).toEqual([0, 0]);
    expect([...between(from, to, 1)]).toEqual([1, -1]);
    const [early = 0, late = 0] = [between(from, to, 0.2)[0], between(from, to, 0.6)[0]];
    expect(early).toBeGreaterThan(0.2);
    expect(late).toBeGreaterThan(early);
    expect(late).toBeLessThan(1);
  });

  it('are found by a click near them, mistakes before others, and nothing far from all', () => {
    const places = Float32Array.of(0, 0, 0.1, 0);
    const pixels = (place: number) => 100 * place;
    const isMistake = (index: number) => index === 1;
    expect(nearestTo(places, [4, 0], 12, pixels, () => false)).toBe(0);
    expect(nearestTo(places, [4, 0], 12, pixels, isMistake)).toBe(1);
    expect(nearestTo(places, [40, 0], 12, pixels, isMistake)).toBeUndefined();
  });
});

describe('the list of mistakes', () => {
  it('has the surest two dozen, in the order of the digits', () => {
    const digits = Array.from({ length: 60 }, () => ({ label: 1 }));
    const answers = new Uint8Array(60).fill(7);
    answers.fill(1, 0, 10);
    const confidences = Float32Array.from(answers, (_, index) => 1 - index / 100);
    const { shown, others } = mistakesIn(digits, { answers, confidences });
    expect(shown).toEqual(Array.from({ length: 24 }, (_, index) => index + 10));
    expect(others).toBe(26);
  });

  it.each([
    ['ArrowRight', 5, 8],
    ['ArrowDown', 8, 9],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 8, 5],
    ['ArrowUp', 5, 5],
    ['Home', 9, 5],
    ['End', 5, 9],
    ['ArrowRight', undefined, 5],
    ['ArrowRight', 77, 5],
    ['Tab', 5, undefined],
  ])('goes on %s from %p to %p', (key, from, to) => {
    expect(neighbourOf([5, 8, 9], from, key)).toBe(to);
  });
});
