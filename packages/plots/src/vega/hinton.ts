import type { HintonPanel } from '../description.js';
import type { JsonObject } from './json.js';

const CELL = 26;

/** Square points, their area in square pixels. */
export function vegaHinton(panel: HintonPanel): JsonObject {
  const [positive, negative] = panel.legend;
  const values = panel.sides.map((side, index) => ({
    x: ((index % panel.columns) + 0.5) * CELL,
    y: (Math.floor(index / panel.columns) + 0.5) * CELL,
    area: ((side ?? 0) * CELL) ** 2,
    sign: (side ?? 0) < 0 ? negative! : positive!,
  }));
  const place = (field: string): JsonObject => ({ field, type: 'quantitative', scale: null, axis: null });
  return {
    title: panel.title,
    width: panel.columns * CELL,
    height: panel.rows * CELL,
    view: { fill: '#808080', stroke: null },
    data: { values },
    mark: { type: 'point', shape: 'square', filled: true, opacity: 1, strokeWidth: 0 },
    encoding: {
      x: place('x'),
      y: place('y'),
      size: { field: 'area', type: 'quantitative', scale: null, legend: null },
      color: {
        field: 'sign',
        type: 'nominal',
        title: null,
        scale: { domain: [positive!, negative!], range: ['#ffffff', '#000000'] },
        legend: { labelLimit: 0, symbolStrokeColor: '#808080', symbolStrokeWidth: 1 },
      },
    },
  };
}
