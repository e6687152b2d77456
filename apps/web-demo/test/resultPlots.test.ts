import { describe, expect, it } from '@jest/globals';
import { type PlotDescription, plot, type TilesPanel } from '@neutype/plots';
import { firstLayerPlot, mistakesPlot } from '../src/page/results/resultPlots.js';

function tilesOf(description: PlotDescription) {
  return (plot(description).description.panels[0] as TilesPanel).tiles;
}

describe('the first layer as a plot', () => {
  it('scales each picture by its own strongest weight, with zero in the middle', () => {
    const tiles = [Float32Array.of(-2, 0, 1, 2), Float32Array.of(0.001, 0, 0, -0.0005)];
    const shown = tilesOf(firstLayerPlot({ kind: 'units', rows: 2, columns: 2, tiles }));
    expect(shown.map(({ levels }) => levels)).toEqual([
      [0, 128, 191, 255],
      [255, 128, 128, 64],
    ]);
  });

  it('leaves what is no number any more at zero', () => {
    const tiles = [Float32Array.of(Number.NaN, 1), Float32Array.of(0, 0)];
    const shown = tilesOf(firstLayerPlot({ kind: 'filters', rows: 1, columns: 2, tiles }));
    for (const level of shown.flatMap(({ levels }) => levels)) expect([128, 255]).toContain(level);
  });
});

describe('mistakes as a plot', () => {
  it('are ink on paper, each with what it is and what it was taken for', () => {
    const image = new Uint8Array(784);
    image[5] = 255;
    const [tile] = tilesOf(mistakesPlot('Mistakes', [{ image, actual: 4, predicted: 9, confidence: 0.876 }]));
    expect(tile).toMatchObject({ rows: 28, columns: 28, caption: '4 → 9, 88 %' });
    expect(tile?.levels[5]).toBe(0);
    expect(tile?.levels.filter((level) => level === 255)).toHaveLength(783);
  });
});
