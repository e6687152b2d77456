import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { LossCurve } from '../src/page/state/lossCurve.js';

function curveOf(losses: readonly number[], spacing = 1) {
  const curve = new LossCurve();
  curve.add(losses, spacing);
  return curve;
}

describe('LossCurve', () => {
  it('keeps every loss while there are few, at the end of its update', () => {
    const losses = [3, 1, 2, 2, 5];
    expect(curveOf(losses).line()).toEqual({ x: [1, 2, 3, 4, 5], y: losses });
  });

  it('stays short however many losses there are, and passes over none that stands out', () => {
    const generator = random(0);
    const losses = Array.from({ length: 100_000 }, () => generator.uniform());
    losses[0] = 9;
    losses[4711] = -3;
    losses[99_999] = 7;
    const curve = curveOf(losses);
    const { x, y } = curve.line();
    expect(x.length).toBeLessThanOrEqual(1200);
    expect(x.length).toBeGreaterThan(500);
    expect(x.every((update, index) => y[index] === losses[update - 1])).toBe(true);
    expect(x.every((update, index) => index === 0 || update > (x[index - 1] as number))).toBe(true);
    expect([y.indexOf(9), Math.min(...y), y.at(-1)]).toEqual([0, -3, 7]);
    expect(curve.smoothedLine().x.length).toBeLessThanOrEqual(600);
  });

  it('is the same however the losses come', () => {
    const losses = Array.from({ length: 5000 }, (_, update) => Math.sin(update * update));
    const pieces = new LossCurve();
    for (let start = 0; start < losses.length; start += 37) pieces.add(losses.slice(start, start + 37), 1);
    expect(pieces.line()).toEqual(curveOf(losses).line());
    expect(pieces.smoothedLine()).toEqual(curveOf(losses).smoothedLine());
    expect(pieces.updates).toBe(5000);
  });

  it('averages over a tenth of an epoch, and counts the first losses in full', () => {
    // 50 updates an epoch: each new loss has a fifth of the weight. By hand: 4, then (0.8 * 4 + 2) / 1.8, and so on.
    const { x, y } = curveOf([4, 2, 3], 1 / 50).smoothedLine();
    expect(x[0]).toBeCloseTo(1 / 50, 12);
    expect(x[1]).toBeCloseTo((0.8 * 1 + 2) / 1.8 / 50, 12);
    expect(x[2]).toBeCloseTo((0.64 * 1 + 0.8 * 2 + 3) / 2.44 / 50, 12);
    expect(y[0]).toBeCloseTo(4, 12);
    expect(y[1]).toBeCloseTo((0.8 * 4 + 2) / 1.8, 12);
    expect(y[2]).toBeCloseTo((0.64 * 4 + 0.8 * 2 + 3) / 2.44, 12);
  });

  it('averages losses that fall evenly to what they are', () => {
    const { x, y } = curveOf(
      Array.from({ length: 900 }, (_, update) => 1000 - (update + 1)),
      1 / 100,
    ).smoothedLine();
    for (const [index, at] of x.entries()) expect(y[index]).toBeCloseTo(1000 - 100 * at, 6);
  });

  it('averages nothing where an update is a tenth of an epoch or more', () => {
    expect(curveOf([4, 2, 3], 0.1).smoothedLine().y).toEqual([4, 2, 3]);
  });

  it('passes over losses that are no numbers in its average', () => {
    const curve = curveOf([2, Number.NaN, Number.POSITIVE_INFINITY], 0.01);
    expect(curve.smoothed).toBeCloseTo(2, 12);
    expect(curve.end).toBeCloseTo(0.03, 12);
  });
});
