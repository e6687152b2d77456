import { describe, expect, it } from '@jest/globals';
import { dark, light } from '../src/color/theme.js';
import { type ChartPanel, plotErrors } from '../src/index.js';
import { alignedData, chartOptions } from '../src/live/chart.js';

const panels = (logX = false): ChartPanel[] =>
  plotErrors({ train: [4, Number.NaN, 2, 1], valid: [3, 1.5], updatesPerEpoch: 2 }, { logX }).description
    .panels as ChartPanel[];

describe('the live chart', () => {
  it('puts all lines on one x: gaps stay gaps, values that a line does not have are passed over', () => {
    expect(alignedData(panels()[0]!)).toEqual([
      [0, 1, 2, 3, 4],
      [4, null, 2, 1, undefined],
      [undefined, undefined, 3, undefined, 1.5],
    ]);
  });

  it('leaves out what has no place on a logarithmic axis', () => {
    expect(alignedData(panels(true)[0]!)[0]).toEqual([1, 2, 3, 4]);
    expect(chartOptions(panels(true)[0]!, light, 600, 240).scales?.['x']).toMatchObject({
      time: false,
      distr: 3,
    });
  });

  it('names and colours the lines as the other renderers do', () => {
    const { series, width, height } = chartOptions(panels()[0]!, dark, 600, 240);
    expect([width, height]).toEqual([600, 240]);
    expect(series.map(({ label }) => label)).toEqual(['Number of updates passed', 'Training', 'Validation']);
    expect(series.map(({ stroke }) => stroke)).toEqual([undefined, dark.series[0], dark.series[1]]);
  });
});
