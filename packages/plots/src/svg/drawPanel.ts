import type { Panel } from '../description.js';
import { drawChart } from './chart.js';
import type { Drawing, Drawn } from './draw.js';
import { drawGraph } from './graph.js';
import { drawHinton } from './hinton.js';
import { drawMatrix } from './matrix.js';
import { drawTiles } from './tiles.js';

/** Each kind of panel has its own way of drawing itself. */
export function drawPanel(panel: Panel, drawing: Drawing): Drawn {
  switch (panel.kind) {
    case 'chart':
      return drawChart(panel, drawing);
    case 'tiles':
      return drawTiles(panel, drawing);
    case 'matrix':
      return drawMatrix(panel, drawing);
    case 'hinton':
      return drawHinton(panel, drawing);
    case 'graph':
      return drawGraph(panel, drawing);
  }
}
