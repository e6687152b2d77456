import type { PlotDescription, Tile } from '@neutype/plots';
import type { FirstLayer, Mistake } from '../../shared/protocol.js';
import { DIGIT_SIDE } from '../../shared/recipe.js';
import { percent } from '../draw/percent.js';

/** The first layer's weights; the strongest of each picture is full, as the page shows them. */
export function firstLayerPlot({ kind, rows, columns, tiles }: FirstLayer): PlotDescription {
  const title = kind === 'units' ? 'What units of the first layer look for' : 'Filters of the first layer';
  return {
    title,
    summary: `The weights of the first ${tiles.length} ${kind} as pictures of ${columns} by ${rows} pixels: red raises, blue lowers.`,
    panels: [
      {
        kind: 'tiles',
        title: '',
        columns: 10,
        tiles: tiles.map((weights) => ({
          rows,
          columns,
          levels: signedLevels(weights),
          colormap: 'diverging',
        })),
        colorBar: { colormap: 'diverging', low: 'lowers', high: 'raises' },
      },
    ],
  };
}

/** From 0 to 255, with zero, and what is no number any more, in the middle. */
function signedLevels(weights: Float32Array): number[] {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
  return Array.from(weights, (weight) => Math.round(127.5 * (1 + (weight / largest || 0))));
}

/** Digits that are read wrongly, each with what it is, what it was taken for, and how surely. */
export function mistakesPlot(title: string, mistakes: readonly Mistake[]): PlotDescription {
  return {
    title,
    summary: `${mistakes.length} digits, each with what it is, what the network takes it for, and how sure that is.`,
    panels: [{ kind: 'tiles', title: '', columns: 8, tiles: mistakes.map(mistakeTile) }],
  };
}

function mistakeTile({ image, actual, predicted, confidence }: Mistake): Tile {
  return {
    rows: DIGIT_SIDE,
    columns: DIGIT_SIDE,
    levels: Array.from(image, (ink) => 255 - ink),
    colormap: 'gray',
    caption: `${actual} → ${predicted}, ${percent(confidence)}`,
  };
}
