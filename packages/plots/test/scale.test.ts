import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Axis } from '../src/index.js';
import { decimatedRuns } from '../src/scale/decimate.js';
import { scaleOf } from '../src/scale/scale.js';

function axis(options: Partial<Axis> = {}): Axis {
  return { label: '', scale: 'linear', ...options };
}
const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });

describe('ticks', () => {
  it('stand at rising round values within the domain, which holds the data', () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 3, max: 10 }), (a, b, count) => {
        const extent = [Math.min(a, b), Math.max(a, b)] as const;
        const scale = scaleOf(axis(), extent, [0, 100]);
        const ticks = scale.ticks(count);
        const rounding = 1e-12 * Math.max(1, Math.abs(extent[0]), Math.abs(extent[1]));
        expect(scale.domain[0]).toBeLessThanOrEqual(extent[0] + rounding);
        expect(scale.domain[1]).toBeGreaterThanOrEqual(extent[1] - rounding);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        for (const { value } of ticks) {
          expect(value).toBeGreaterThanOrEqual(scale.domain[0]);
          expect(value).toBeLessThanOrEqual(scale.domain[1]);
        }
      }),
    );
  });

  it('cover the range: no stretch without a tick is longer than the step between two', () => {
    for (const extent of [
      [0, 1],
      [0.0123, 0.0789],
      [-3, 1000],
      [5, 5],
      [0, 0],
    ] as const) {
      const scale = scaleOf(axis(), extent, [0, 100]);
      const places = scale.ticks(5).map(({ value }) => scale.place(value));
      const step = places[1]! - places[0]!;
      expect(places[0]).toBeLessThanOrEqual(step);
      expect(100 - places.at(-1)!).toBeLessThanOrEqual(step);
    }
  });

  it('are whole numbers where fractions have no meaning', () => {
    expect(
      scaleOf(axis({ whole: true }), [0, 3], [0, 100])
        .ticks(10)
        .map(({ label }) => label),
    ).toEqual(['0', '1', '2', '3']);
  });

  it('are powers of ten on a logarithmic axis, or at least round', () => {
    const labels = (extent: readonly [number, number]): string[] =>
      scaleOf(axis({ scale: 'log' }), extent, [0, 100])
        .ticks(6)
        .map(({ label }) => label);
    expect(labels([0.001, 1000])).toEqual(['0.001', '0.01', '0.1', '1', '10', '100', '1,000']);
    expect(labels([1e-9, 1e-7])).toEqual(['1e−9', '1e−8', '1e−7']);
    expect(labels([1e7, 1e9])).toEqual(['1e7', '1e8', '1e9']);
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        expect(labels([Math.min(a, b), Math.max(a, b)]).length).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('decimatedRuns', () => {
  const identity = (value: number): number => value;

  it('keeps the first, the last, the lowest and the highest of each column of pixels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 2000 }),
        (y) => {
          const x = y.map((_, index) => (index * 20) / y.length);
          const [run = []] = decimatedRuns(x, y, identity, identity);
          expect(run.length).toBeLessThanOrEqual(4 * 20);
          for (let column = 0; column < 20; column++) {
            const all = y.filter((_, index) => Math.floor(x[index]!) === column);
            const kept = run.filter((point) => Math.floor(point.x) === column).map((point) => point.y);
            if (all.length === 0) continue;
            expect([kept[0], kept.at(-1), Math.min(...kept), Math.max(...kept)]).toEqual([
              all[0],
              all.at(-1),
              Math.min(...all),
              Math.max(...all),
            ]);
          }
        },
      ),
    );
  });

  it('keeps the order and the values, and names where they came from', () => {
    const y = Array.from({ length: 999 }, (_, index) => Math.sin(index));
    const x = y.map((_, index) => index / 50);
    const [run = []] = decimatedRuns(x, y, identity, identity);
    expect(run.map(({ index }) => index)).toEqual(run.map(({ index }) => index).toSorted((a, b) => a - b));
    for (const point of run)
      expect(point).toEqual({ index: point.index, x: x[point.index], y: y[point.index] });
  });

  it('splits runs at gaps and at values that the axis cannot show', () => {
    const indices = decimatedRuns([0, 1, 2, 3, 4], [1, null, 2, 3, 0], identity, Math.log).map((run) =>
      run.map(({ index }) => index),
    );
    expect(indices).toEqual([[0], [2, 3]]);
  });
});
