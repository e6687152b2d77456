import type { Panel, PlotDescription } from '../description.js';
import { descriptionOf } from '../descriptionOf.js';
import type { Plot } from '../plot.js';
import { vegaChart } from './chart.js';
import { vegaGraph } from './graph.js';
import { vegaHinton } from './hinton.js';
import type { JsonObject } from './json.js';
import { vegaMatrix } from './matrix.js';
import { vegaTiles } from './tiles.js';

/**
 * A plot as a Vega-Lite specification: for notebooks, editors and everything else that shows Vega-Lite. The data
 * is inside, decimated to what the width can show.
 *
 * @throws PlotError for what is no plot
 *
 * @example
 * ```ts
 * await writeFile('errors.vl.json', JSON.stringify(toVegaLite(plotErrors(optimizer))));
 * ```
 */
export function toVegaLite(plot: Plot | PlotDescription): JsonObject {
  const { title, summary, panels, columns = 1 } = descriptionOf('toVegaLite', plot);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    description: summary,
    columns,
    concat: panels.map(vegaPanel),
  };
}

function vegaPanel(panel: Panel): JsonObject {
  switch (panel.kind) {
    case 'chart':
      return vegaChart(panel);
    case 'tiles':
      return vegaTiles(panel);
    case 'matrix':
      return vegaMatrix(panel);
    case 'hinton':
      return vegaHinton(panel);
    case 'graph':
      return vegaGraph(panel);
  }
}
