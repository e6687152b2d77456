import { largest } from '../arrays/values.js';
import type { ChartPanel } from '../description.js';
import { chartExtents, type Scale, scaleOf, type Tick } from '../scale/scale.js';
import { bars } from './bars.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, textElement } from './element.js';
import { legend } from './legend.js';
import { line } from './line.js';
import { panelTitle } from './panelTitle.js';
import { textWidth } from './textWidth.js';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A chart panel: frame, grid, ticks, marks, legend. */
export function drawChart(panel: ChartPanel, drawing: Drawing): Drawn {
  const extents = chartExtents(panel);
  const left = leftMargin(panel, extents.y);
  const width = plotWidth(panel, drawing.width - left - 16);
  const room = drawing.width - left - width - 24;
  const beside = legend(panel.marks, 0, drawing);
  const isBeside = beside.width <= room;
  const key = isBeside ? beside : legend(panel.marks, width, drawing);
  const top = titleHeight(panel.title) + (isBeside ? 0 : key.height) + 8;
  const height = panel.aspect ? width * panel.aspect : Math.max(150, Math.min(230, width * 0.42));
  const box = { left, right: left + width, top, bottom: top + height };
  const x = scaleOf(panel.x, extents.x, [box.left, box.right]);
  const y = scaleOf(panel.y, extents.y, [box.bottom, box.top]);
  const clip = `${drawing.id}-clip`;
  const body = [
    panelTitle(panel.title, box.left, drawing),
    element(
      'g',
      { transform: `translate(${isBeside ? box.right + 24 : box.left} ${titleHeight(panel.title)})` },
      key.body,
    ),
    element('clipPath', { id: clip }, element('rect', rectOf(box))),
    yTicks(y, box, drawing),
    xTicks(x, box, drawing),
    element(
      'g',
      { 'clip-path': `url(#${clip})` },
      ...panel.marks.map((mark) => drawMark(mark, x, y, drawing)),
    ),
    frame(box, drawing),
    axisLabels(panel, box, drawing),
  ].join('');
  return { width: box.right + (isBeside ? 8 + key.width : 16), height: box.bottom + 42, body };
}

// Charts with a shape of their own need no more than reading size.
function plotWidth(panel: ChartPanel, room: number): number {
  return Math.max(10, panel.aspect ? Math.min(room, 380 / panel.aspect) : room);
}

// Marks that touch the frame (a curve along the top of a ROC plot) must keep their full stroke: clip 4 px outside.
function rectOf({ left, right, top, bottom }: Box): Record<string, number> {
  return {
    x: left - 4,
    y: top - 4,
    width: right - left + 8,
    height: bottom - top + 8,
  };
}

function drawMark(mark: ChartPanel['marks'][number], x: Scale, y: Scale, drawing: Drawing): string {
  return mark.type === 'line' ? line(mark, x, y, drawing) : bars(mark, x, y, drawing);
}

function leftMargin(panel: ChartPanel, extent: readonly [number, number]): number {
  const widths = scaleOf(panel.y, extent, [1, 0])
    .ticks(5)
    .map(({ label }) => textWidth(label, fontSizes.tick));
  return Math.ceil(Math.max(18, largest(widths))) + 30;
}

function yTicks(scale: Scale, box: Box, { paints }: Drawing): string {
  return scale
    .ticks(5)
    .map(({ value, label }) => {
      const y = scale.place(value);
      return (
        element('line', { x1: box.left, x2: box.right, y1: y, y2: y, stroke: paints.grid }) +
        textElement(label, {
          x: box.left - 7,
          y: y + 4,
          'text-anchor': 'end',
          fill: paints.muted,
          'font-size': fontSizes.tick,
        })
      );
    })
    .join('');
}

function xTicks(scale: Scale, box: Box, { paints }: Drawing): string {
  return fittingTicks(scale, box.right - box.left)
    .map(({ value, label }) => {
      const x = scale.place(value);
      return (
        element('line', { x1: x, x2: x, y1: box.bottom, y2: box.bottom + 4, stroke: paints.muted }) +
        textElement(label, {
          x,
          y: box.bottom + 17,
          'text-anchor': 'middle',
          fill: paints.muted,
          'font-size': fontSizes.tick,
        })
      );
    })
    .join('');
}

function fittingTicks(scale: Scale, width: number): Tick[] {
  for (let count = Math.max(2, Math.min(10, Math.floor(width / 56))); count > 2; count--) {
    const ticks = scale.ticks(count);
    const needed = ticks.reduce((sum, { label }) => sum + textWidth(label, fontSizes.tick) + 14, 0);
    if (needed <= width) return ticks;
  }
  return scale.ticks(2);
}

function frame(box: Box, { paints }: Drawing): string {
  return element('path', {
    d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`,
    fill: 'none',
    stroke: paints.muted,
  });
}

function axisLabels(panel: ChartPanel, box: Box, { paints }: Drawing): string {
  const style = { 'text-anchor': 'middle', fill: paints.ink, 'font-size': fontSizes.label };
  const middle = (box.top + box.bottom) / 2;
  return (
    textElement(panel.x.label, { x: (box.left + box.right) / 2, y: box.bottom + 35, ...style }) +
    textElement(panel.y.label, { x: 13, y: middle, transform: `rotate(-90 13 ${middle})`, ...style })
  );
}
