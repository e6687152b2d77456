import { describe, expect, it } from '@jest/globals';
import { type ChartPanel, type LineMark, PlotError, plotErrors } from '../src/index.js';
import { tutorialRun } from './support/runs.js';
import { parseSvg, textsOf } from './support/svg.js';

function charts(plot: ReturnType<typeof plotErrors>): ChartPanel[] {
  return plot.description.panels as ChartPanel[];
}
function line(panel: ChartPanel | undefined, index: number): LineMark {
  return panel?.marks[index] as LineMark;
}

const small = { train: [0.9, 0.5, 0.4, 0.3, 0.2], valid: [0.6, 0.35], updatesPerEpoch: [3, 2] };

describe('plotErrors', () => {
  it('shows every update above: training from 0, validation at the end of each epoch', () => {
    const [above] = charts(plotErrors(small));
    expect(line(above, 0)).toMatchObject({ label: 'Training', x: [0, 1, 2, 3, 4], y: small.train });
    expect(line(above, 1)).toMatchObject({ label: 'Validation', x: [3, 5], y: small.valid });
    expect(above?.x.label).toBe('Number of updates passed');
  });

  it('shows the first loss of each epoch below: training from 0, validation from 1', () => {
    const [, below] = charts(plotErrors(small));
    expect(line(below, 0)).toMatchObject({ x: [0, 1], y: [0.9, 0.3] });
    expect(line(below, 1)).toMatchObject({ x: [1, 2], y: [0.6, 0.35] });
    expect(below?.x.label).toBe('Number of training epochs passed');
  });

  it('has one panel when each epoch had one update', () => {
    const plot = plotErrors({ train: [0.9, 0.5], valid: [0.6, 0.35], updatesPerEpoch: 1 });
    expect(charts(plot).map(({ title }) => title)).toEqual(['Loss per epoch']);
  });

  it('has one panel where less than an epoch was trained: one point makes no curve', () => {
    const plot = plotErrors({ train: [0.9, 0.5], valid: [], updatesPerEpoch: [2] });
    expect(charts(plot).map(({ title }) => title)).toEqual(['Loss per update']);
    const validated = plotErrors({ train: [0.9, 0.5], valid: [0.4], updatesPerEpoch: [2] });
    expect(charts(validated)).toHaveLength(2);
  });

  it('marks the points of up to 50 losses and draws more as a line alone', () => {
    const pointsOf = (count: number): boolean =>
      line(
        charts(plotErrors({ train: new Float32Array(count).fill(1), valid: [], updatesPerEpoch: 10 }))[0],
        0,
      ).points;
    expect(pointsOf(50)).toBe(true);
    expect(pointsOf(60)).toBe(false);
  });

  it('needs no legend without validation data', () => {
    const plot = plotErrors({ ...small, valid: [] });
    expect(charts(plot).every(({ marks }) => marks.length === 1 && marks[0]?.label === undefined)).toBe(true);
    expect(textsOf(plot.toSvg())).not.toContain('Validation');
    expect(textsOf(plotErrors(small).toSvg())).toContain('Validation');
  });

  it('takes an optimizer by its history', () => {
    expect(plotErrors({ history: small }).description).toEqual(plotErrors(small).description);
  });

  it('counts a shorter last epoch when the updates per epoch are one number', () => {
    const [, below] = charts(plotErrors({ train: [5, 4, 3, 2, 1], valid: [], updatesPerEpoch: 2 }));
    expect(line(below, 0).y).toEqual([5, 3, 1]);
  });

  it('takes updates beyond the last epoch as one that was not finished', () => {
    const [above, below] = charts(plotErrors({ ...small, train: [...small.train, 0.1] }));
    expect(line(above, 0).y).toEqual([...small.train, 0.1]);
    expect(line(below, 0)).toMatchObject({ x: [0, 1, 2], y: [0.9, 0.3, 0.1] });
    expect(line(below, 1)).toMatchObject({ x: [1, 2], y: small.valid });
  });

  it('summarizes finite losses', () => {
    const { description } = plotErrors({ train: [1, 0.5], valid: [Number.NaN], updatesPerEpoch: [1] });
    expect(description.summary).toBe(
      '2 epochs, 2 updates: the training loss goes from 1.00 to 0.500, the validation loss is never finite.',
    );
  });

  it('draws x logarithmically on request, without the point at 0', () => {
    const plot = plotErrors(tutorialRun(), { logX: true });
    expect(charts(plot).map(({ x }) => x.scale)).toEqual(['log', 'log']);
    expect(textsOf(plot.toSvg())).toEqual(expect.arrayContaining(['1', '10', '100', '1,000']));
    expect(plot.toSvg()).not.toMatch(/NaN|Infinity/);
  });

  it('leaves a gap where a loss is not finite', () => {
    const plot = plotErrors({
      train: [1, Number.NaN, 0.5, Number.POSITIVE_INFINITY, 0.25, 0.2],
      valid: [],
      updatesPerEpoch: 6,
    });
    expect(line(charts(plot)[0], 0).y).toEqual([1, null, 0.5, null, 0.25, 0.2]);
    expect(plot.toSvg()).not.toMatch(/NaN|Infinity/);
    expect(JSON.parse(JSON.stringify(plot))).toEqual(plot.description);
  });

  it('says what to do when nothing was trained', () => {
    expect(() => plotErrors({ train: [], valid: [], updatesPerEpoch: [] })).toThrow(
      new PlotError(
        'plotErrors: expected at least one training loss, got none. Call optimizer.train(…) first.',
      ),
    );
  });

  it('rejects a history that does not add up', () => {
    expect(() => plotErrors({ ...small, updatesPerEpoch: [3, 3] })).toThrow(
      'add up to no more than the 5 training losses, got 2 epochs with 6',
    );
    expect(() => plotErrors({ ...small, updatesPerEpoch: 0 })).toThrow(
      'plotErrors, updatesPerEpoch: expected a whole number from 1, got 0.',
    );
    expect(() => plotErrors({ ...small, valid: [1, 2, 3] })).toThrow(
      'at most one validation loss for each of 2 epochs, got 3',
    );
  });

  it('draws the tutorial run', () => {
    const plot = plotErrors(tutorialRun());
    expect(plot.toText()).toMatchSnapshot('text');
    expect(plot.toSvg()).toMatchSnapshot('light');
    expect(plot.toSvg({ theme: 'dark', width: 480 })).toMatchSnapshot('dark');
    for (const theme of ['light', 'dark', 'auto'] as const) parseSvg(plot.toSvg({ theme }));
  });
});
