import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { lossPlot } from '../src/page/run/lossPlot.js';
import { LossCurve } from '../src/page/state/lossCurve.js';
import type { EpochSummary } from '../src/shared/protocol.js';

function curveOf(losses: readonly number[]) {
  const curve = new LossCurve();
  curve.add(losses);
  return curve;
}

describe('LossCurve', () => {
  it('keeps every loss while there are few', () => {
    const losses = [3, 1, 2, 2, 5];
    expect(curveOf(losses).line()).toEqual({ x: [0, 1, 2, 3, 4], y: losses });
  });

  it('stays short however many losses there are, and passes over none that stands out', () => {
    const generator = random(0);
    const losses = Array.from({ length: 100_000 }, () => generator.uniform());
    losses[0] = 9;
    losses[4711] = -3;
    losses[99_999] = 7;
    const { x, y } = curveOf(losses).line();
    expect(x.length).toBeLessThanOrEqual(2000);
    expect(x.length).toBeGreaterThan(900);
    expect(x.every((update, index) => y[index] === losses[update])).toBe(true);
    expect(x.every((update, index) => index === 0 || update > (x[index - 1] as number))).toBe(true);
    expect([y.indexOf(9), Math.min(...y), y.at(-1)]).toEqual([0, -3, 7]);
  });

  it('is the same however the losses come', () => {
    const losses = Array.from({ length: 5000 }, (_, update) => Math.sin(update * update));
    const pieces = new LossCurve();
    for (let start = 0; start < losses.length; start += 37) pieces.add(losses.slice(start, start + 37));
    expect(pieces.line()).toEqual(curveOf(losses).line());
    expect(pieces.updates).toBe(5000);
  });
});

function epoch(number: number, train: number, valid: number): EpochSummary {
  return {
    epoch: number,
    train,
    valid,
    accuracy: 0.5,
    seconds: 1,
    updates: 2,
  };
}

describe('the plot of losses', () => {
  it('has one panel until an epoch is done, with both lines in its legend', () => {
    const { panels } = lossPlot(curveOf([3, 2]), []);
    expect(panels).toHaveLength(1);
    expect(panels[0]).toMatchObject({
      marks: [{ label: 'Training' }, { label: 'Validation', x: [], y: [] }],
    });
  });

  it('has the epochs that the table has, training and validation above the same', () => {
    const epochs = [epoch(1, 2.5, 2), epoch(2, 1.5, Number.NaN)];
    const { panels, summary } = lossPlot(curveOf([3, 2, 2, 1]), epochs);
    expect(panels[0]).toMatchObject({ marks: [{ x: [0, 1, 2, 3] }, { x: [2, 4], y: [2, null] }] });
    expect(panels[1]).toMatchObject({
      x: { domain: [0, 2] },
      marks: [
        { x: [1, 2], y: [2.5, 1.5] },
        { x: [1, 2], y: [2, null] },
      ],
    });
    expect(summary).toBe('4 updates. Epoch 2: training loss 1.50.');
  });

  it.each([
    [1, 2],
    [2, 2],
    [3, 5],
    [6, 10],
    [11, 20],
    [1000, 1000],
  ])('makes room for %d epochs up to %d', (count, room) => {
    const epochs = Array.from({ length: count }, (_, index) => epoch(index + 1, 1, 1));
    expect(lossPlot(curveOf([1]), epochs).panels[1]).toMatchObject({ x: { domain: [0, room] } });
  });
});
