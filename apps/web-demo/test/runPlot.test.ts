import { describe, expect, it } from '@jest/globals';
import type { ChartPanel } from '@neutype/plots';
import { linearDomain, logDomain, roomFor } from '../src/page/run/axes.js';
import { runPlot } from '../src/page/run/runPlot.js';
import { LossCurve } from '../src/page/state/lossCurve.js';
import type { Run, RunEpoch } from '../src/page/state/runRecord.js';
import { defaultSettings } from '../src/shared/settings.js';

const plain = { logValues: false, logEpochs: false, names: ['adam', 'momentum'] } as const;

function epoch(number: number, train: number, valid: number, accuracy = 0.5): RunEpoch {
  const figures = { train, valid, accuracy, trainAccuracy: 0.75, seconds: 1, updates: 2 };
  return { epoch: number, epochOfTraining: number, end: number, ...figures };
}

function runOf(losses: readonly number[], epochs: readonly RunEpoch[] = [], more: Partial<Run> = {}): Run {
  const curve = new LossCurve();
  curve.add(losses, 0.5);
  const run = { settings: defaultSettings, parameterCount: 10, glances: [], planned: 10 };
  return { ...run, losses: curve, epochs, ...more };
}

function panels(...args: Parameters<typeof runPlot>): ChartPanel[] {
  return runPlot(...args).panels as ChartPanel[];
}

describe('the charts of a run', () => {
  it('show the losses of updates lightly behind their average, and the epochs where they end', () => {
    const run = runOf([3, 2, 2, 1], [epoch(1, 2.5, 2), epoch(2, 1.5, Number.NaN)]);
    const [loss] = panels(run, undefined, plain);
    expect(loss?.marks).toMatchObject([
      { faint: true, x: [0.5, 1, 1.5, 2], y: [3, 2, 2, 1] },
      { label: 'Training', x: [0.5, 1, 1.5, 2] },
      { label: 'Validation', x: [1, 2], y: [2, null], points: true },
    ]);
  });

  it('show the accuracy of training and validation digits, and of some in between', () => {
    const run = runOf([3, 2], [epoch(1, 2.5, 2)], { glances: [{ at: 0.5, accuracy: 0.25 }] });
    expect(panels(run, undefined, plain)[1]).toMatchObject({
      title: 'Accuracy',
      y: { domain: [0, 100] },
      marks: [
        { faint: true, x: [0.5], y: [25] },
        { label: 'Training', x: [1], y: [75] },
        { label: 'Validation', x: [1], y: [50] },
      ],
    });
  });

  it('show losses and mistakes on logarithmic axes when asked to', () => {
    const run = runOf([3, 2], [epoch(1, 2.5, 0.03, 0.98)]);
    const [loss, mistakes] = panels(run, undefined, { ...plain, logValues: true, logEpochs: true });
    expect(loss).toMatchObject({
      x: { scale: 'log', domain: [0.5, 1] },
      y: { scale: 'log', domain: [0.02, 5] },
    });
    expect(mistakes?.title).toBe('Mistakes');
    expect(mistakes?.y).toMatchObject({ scale: 'log', domain: [2, 100] });
    expect(mistakes?.marks.at(-1)).toMatchObject({ label: 'Validation', y: [expect.closeTo(2, 9)] });
  });

  it('name two runs by what they differ in, the one before in dashes and as far as it went', () => {
    const former = runOf(new Array(20).fill(1), [epoch(10, 1, 1)]);
    const { panels: charts, summary } = runPlot(runOf([3, 2]), former, plain);
    const [loss] = charts as ChartPanel[];
    expect(loss?.x.domain).toEqual([0, 10]);
    expect(loss?.marks.map((mark) => [mark.label, mark.type === 'line' && mark.dashed])).toEqual([
      ['Training: momentum', true],
      ['Validation: momentum', true],
      [undefined, undefined],
      ['Training: adam', undefined],
      ['Validation: adam', undefined],
    ]);
    expect(summary).toBe(
      '2 updates; no epoch is done yet. Before, with momentum: 20 updates. Epoch 10: ' +
        'training loss 1.00, validation loss 1.00, 50.0 % of validation digits right.',
    );
  });

  it('have room for no more epochs than are planned', () => {
    expect(panels(runOf(new Array(14).fill(1), [], { planned: 8 }), undefined, plain)[0]?.x.domain).toEqual([
      0, 8,
    ]);
  });
});

describe('axes that grow in round steps', () => {
  it.each([
    [0.1, 1],
    [1, 1],
    [1.1, 2],
    [3, 5],
    [6, 10],
    [11, 20],
    [1000, 1000],
  ])('have for %d epochs room up to %d', (count, room) => {
    expect(roomFor(count)).toBe(room);
  });

  it.each([
    [[2.31, 0.2], 2.5],
    [[0.3], 0.3],
    [[12_345], 15_000],
    [[Number.NaN, Number.POSITIVE_INFINITY, 4.5], 5],
    [[], 1],
  ])('show losses of %j from 0 to %d', (losses, end) => {
    expect(linearDomain(losses)).toEqual([0, end]);
  });

  it.each([
    [
      [2.31, 0.03],
      [0.02, 5],
    ],
    [
      [1, 1],
      [0.5, 2],
    ],
    [
      [0, -1],
      [0.1, 1],
    ],
  ])('show losses of %j logarithmically within %j', (losses, domain) => {
    expect(logDomain(losses)).toEqual(domain);
  });
});
