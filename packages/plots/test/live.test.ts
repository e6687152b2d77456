import { describe, expect, it } from '@jest/globals';
import { dark, light } from '../src/color/theme.js';
import { type ChartPanel, plotErrors } from '../src/index.js';
import { alignedData, chartOptions, drawsAlike, labels, widthOfLabels } from '../src/live/chart.js';

function panels(logX = false): ChartPanel[] {
  return plotErrors({ train: [4, Number.NaN, 2, 1], valid: [3, 1.5], updatesPerEpoch: 2 }, { logX })
    .description.panels as ChartPanel[];
}

describe('the live chart', () => {
  it('puts all lines on one x axis, keeps gaps and skips missing values', () => {
    expect(alignedData(panels()[0]!)).toEqual([
      [0, 1, 2, 3, 4],
      [4, null, 2, 1, undefined],
      [undefined, undefined, 3, undefined, 1.5],
    ]);
  });

  it('leaves out values that a logarithmic axis cannot show', () => {
    expect(alignedData(panels(true)[0]!)[0]).toEqual([1, 2, 3, 4]);
    expect(chartOptions(panels(true)[0]!, light, 600, 240).scales?.['x']).toMatchObject({
      time: false,
      distr: 3,
    });
  });

  it('names and colors the lines as the other renderers do', () => {
    const { series, width, height } = chartOptions(panels()[0]!, dark, 600, 240);
    expect([width, height]).toEqual([600, 240]);
    expect(series.map(({ label }) => label)).toEqual(['Number of updates passed', 'Training', 'Validation']);
    expect(series.map(({ stroke }) => stroke)).toEqual([undefined, dark.series[0], dark.series[1]]);
  });

  it('shows the domain that an axis has by the time it is drawn', () => {
    const [panel] = panels() as [ChartPanel];
    const withDomain = (end: number): ChartPanel => ({ ...panel, y: { ...panel.y, domain: [0, end] } });
    let shown = withDomain(3);
    const { scales } = chartOptions(shown, light, 600, 240, () => shown);
    const range = scales?.['y']?.range as () => [number, number];
    expect(range()).toEqual([0, 3]);
    shown = withDomain(5);
    expect(range()).toEqual([0, 5]);
    expect(scales?.['x']?.range).toBeUndefined();
  });

  it('is drawn anew for another value, one more, or another domain, and for nothing else', () => {
    const [panel] = panels() as [ChartPanel];
    const withDomain = (end: number): ChartPanel => ({ ...panel, y: { ...panel.y, domain: [0, end] } });
    const of = (train: number[]): ChartPanel =>
      plotErrors({ train, valid: [], updatesPerEpoch: 2 }).description.panels[0] as ChartPanel;
    expect(drawsAlike(of([4, 2, 1]), of([4, 2, 1]))).toBe(true);
    expect(drawsAlike(of([4, 2, 1]), of([4, 3, 1]))).toBe(false);
    expect(drawsAlike(of([4, 2, 1]), of([4, 2, 1, 1]))).toBe(false);
    expect(drawsAlike(withDomain(3), withDomain(3))).toBe(true);
    expect(drawsAlike(withDomain(3), withDomain(4))).toBe(false);
    expect(drawsAlike(panel, withDomain(4))).toBe(false);
  });

  it('draws faint lines lightly, and the others in full', () => {
    const [panel] = panels() as [ChartPanel];
    const marks = panel.marks.map((mark, index) => ({ ...mark, faint: index === 0 }));
    const { series } = chartOptions({ ...panel, marks } as ChartPanel, light, 600, 240);
    expect(series.map(({ alpha }) => alpha)).toEqual([undefined, 0.35, undefined]);
  });

  it('has a legend only for lines with names', () => {
    const [alone] = plotErrors({ train: [4, 2], valid: [], updatesPerEpoch: 1 }).description.panels;
    expect(chartOptions(panels()[0]!, light, 600, 240).legend?.show).toBe(true);
    expect(chartOptions(alone as ChartPanel, light, 600, 240).legend?.show).toBe(false);
  });

  it('shows the values under the cursor, and nothing without a cursor', () => {
    for (const { value } of chartOptions(panels()[0]!, light, 600, 240).series) {
      const tell = value as (chart: unknown, value: number | null) => string;
      expect([tell(null, 0.123456789), tell(null, 94_000), tell(null, null)]).toEqual([
        '0.123457',
        '94000',
        '',
      ]);
    }
  });

  it('keeps the labels of large losses short, and makes room for the longest', () => {
    expect(labels(null, [0, 5e7, 1e8])).toEqual(['0', '5e7', '1e8']);
    expect(labels(null, [4.999999999999999e31])).toEqual(['5e31']);
    expect(labels(null, [0, 0.05, 0.1 + 0.2])).toEqual(['0', '0.05', '0.3']);
    expect(labels(null, [null, 500_000])).toEqual(['', '500000']);
    expect(widthOfLabels(null, ['0', '0.5'])).toBe(50);
    expect(widthOfLabels(null, ['0', '1.25e-7'])).toBeGreaterThan(60);
    expect(widthOfLabels(null, null)).toBe(50);
  });
});
