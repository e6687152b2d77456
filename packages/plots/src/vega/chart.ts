import { light } from '../color/theme.js';
import type { Axis, BarsMark, ChartPanel, Color, LineMark } from '../description.js';
import { decimatedRuns } from '../scale/decimate.js';
import { chartExtents, scaleOf } from '../scale/scale.js';
import { dashOf, FAINT } from '../svg/line.js';
import type { Json, JsonObject } from './json.js';

const WIDTH = 600;
const HEIGHT = 220;

/** A chart as layers, one for each mark. */
export function vegaChart(panel: ChartPanel): JsonObject {
  return {
    title: panel.title,
    width: panel.aspect ? 380 : WIDTH,
    height: panel.aspect ? 380 * panel.aspect : HEIGHT,
    layer: panel.marks.map((mark) =>
      mark.type === 'line' ? lineLayer(mark, panel) : barsLayer(mark, panel),
    ),
  };
}

function lineLayer(mark: LineMark, panel: ChartPanel): JsonObject {
  return {
    data: { values: lineValues(mark, panel) },
    transform: seriesName(mark),
    mark: {
      type: 'line',
      point: mark.points,
      ...(panel.x.domain || panel.y.domain ? { clip: true } : {}),
      ...(mark.dashed ? { strokeDash: dashes(mark) } : {}),
      ...(mark.faint ? { opacity: FAINT } : {}),
    },
    encoding: {
      x: position('x', panel.x),
      y: position('y', panel.y),
      color: colorOf(mark, panel),
      ...(mark.label === undefined ? {} : { strokeDash: bySeries(panel, dashes) }),
    },
  };
}

/** The points that the width can show, and an empty one for each gap. */
function lineValues(mark: LineMark, panel: ChartPanel): JsonObject[] {
  const extents = chartExtents(panel);
  const x = scaleOf(panel.x, extents.x, [0, WIDTH]);
  const y = scaleOf(panel.y, extents.y, [HEIGHT, 0]);
  return decimatedRuns(mark.x, mark.y, x.place, y.place).flatMap((run, index) => {
    const points = run.map((point) => ({ x: mark.x[point.index]!, y: mark.y[point.index]! }));
    return index === 0 ? points : [{ x: points[0]!.x, y: null }, ...points];
  });
}

function barsLayer(mark: BarsMark, panel: ChartPanel): JsonObject {
  return {
    data: {
      values: mark.heights.map((height, index) => ({
        start: mark.edges[index]!,
        end: mark.edges[index + 1]!,
        height,
      })),
    },
    transform: seriesName(mark),
    mark: { type: 'bar', binSpacing: 0.5 },
    encoding: {
      x: { ...position('start', panel.x), bin: 'binned' },
      x2: { field: 'end' },
      y: position('height', panel.y),
      color: colorOf(mark, panel),
    },
  };
}

// A color by `datum` cannot have a scale in Vega-Lite, a color by field can.
function seriesName({ label }: LineMark | BarsMark): Json {
  return label === undefined ? [] : [{ calculate: JSON.stringify(label), as: 'series' }];
}

function position(field: string, axis: Axis): JsonObject {
  return {
    field,
    type: 'quantitative',
    title: axis.label,
    scale: {
      type: axis.scale,
      ...(axis.scale === 'linear' && { zero: false }),
      ...(axis.domain ? { domain: [...axis.domain] } : {}),
      ...(axis.whole ? { nice: false } : {}),
    },
    ...(axis.whole ? { axis: { tickMinStep: 1, format: ',d' } } : {}),
  };
}

function paint(color: Color): string {
  return typeof color === 'number' ? light.series[color % light.series.length]! : light[color];
}

function dashes(mark: LineMark | BarsMark): number[] {
  const dash = mark.type === 'line' ? dashOf(mark) : undefined;
  return dash === undefined ? [1, 0] : dash.split(' ').map(Number);
}

/** Labeled marks share one legend; the others have their color only. */
function colorOf(mark: LineMark | BarsMark, panel: ChartPanel): JsonObject {
  return mark.label === undefined
    ? { value: paint(mark.color) }
    : bySeries(panel, ({ color }) => paint(color));
}

function bySeries(panel: ChartPanel, rangeOf: (mark: LineMark | BarsMark) => Json): JsonObject {
  const labeled = panel.marks.filter((mark) => mark.label !== undefined);
  return {
    field: 'series',
    type: 'nominal',
    title: null,
    scale: { domain: labeled.map((mark) => mark.label!), range: labeled.map(rangeOf) },
  };
}
