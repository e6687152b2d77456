import { light } from '../color/theme.js';
import type { MatrixPanel } from '../description.js';
import type { JsonObject } from './json.js';

/** A heat map with its counts written on it. */
export function vegaMatrix(panel: MatrixPanel): JsonObject {
  const columns = panel.columns.length;
  const values = panel.texts.map((text, index) => ({
    row: panel.rows[Math.floor(index / columns)]!,
    column: panel.columns[index % columns]!,
    text,
    shade: panel.shades[index]!,
  }));
  const axis = (field: string, title: string): JsonObject => ({
    field,
    type: 'ordinal',
    title,
    sort: null,
    axis: { labelAngle: 0 },
  });
  return {
    title: panel.title,
    width: { step: 40 },
    height: { step: 40 },
    data: { values },
    encoding: { x: axis('column', panel.columnLabel), y: axis('row', panel.rowLabel) },
    layer: [
      {
        mark: { type: 'rect', color: light.series[0]! },
        encoding: {
          opacity: {
            field: 'shade',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0.06, 1] },
            legend: null,
          },
        },
      },
      {
        mark: 'text',
        encoding: {
          text: { field: 'text' },
          color: { condition: { test: 'datum.shade > 0.73', value: light.paper }, value: light.ink },
        },
      },
    ],
  };
}
