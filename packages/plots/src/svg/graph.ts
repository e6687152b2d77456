import { largest } from '../arrays/values.js';
import type { GraphNode, GraphPanel } from '../description.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, textElement } from './element.js';
import { panelTitle } from './panelTitle.js';
import { fittedSize, textWidth } from './textWidth.js';

const BOX_HEIGHT = 42;
const LEVEL_HEIGHT = 70;
const GAP = 24;
// Room for the arrows that skip levels, on both sides so that the boxes stay in the middle.
const LANE_WIDTH = 16;

/** Boxes from top to bottom with arrows between them; an arrow that skips levels runs to the right of their boxes. */
export function drawGraph(panel: GraphPanel, drawing: Drawing): Drawn {
  const sizes = levelSizes(panel);
  const widest = largest(sizes);
  const room = Math.min((drawing.width - LANE_WIDTH) / widest, largest(panel.nodes.map(neededWidth)) + GAP);
  const width = widest * room + LANE_WIDTH;
  const top = titleHeight(panel.title) + 4;
  function place(index: number): Place {
    const { level, place } = panel.nodes[index]!;
    return { x: width / 2 + (place - (sizes[level]! - 1) / 2) * room, y: top + level * LEVEL_HEIGHT };
  }
  function lane(from: number, to: number): number | undefined {
    const between = sizes.slice(panel.nodes[from]!.level + 1, panel.nodes[to]!.level);
    return between.length === 0 ? undefined : width / 2 + (largest(between) * room) / 2;
  }
  const arrow = `${drawing.id}-arrow`;
  const body = [
    panelTitle(panel.title, 0, drawing),
    arrowHead(arrow, drawing),
    ...panel.edges.map(([from, to]) => drawEdge(place(from), place(to), lane(from, to), arrow, drawing)),
    ...panel.nodes.map((node, index) => drawNode(node, place(index), room - GAP, drawing)),
  ].join('');
  return { width, height: top + (sizes.length - 1) * LEVEL_HEIGHT + BOX_HEIGHT + 4, body };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function levelSizes(panel: GraphPanel): number[] {
  const sizes: number[] = [];
  for (const { level } of panel.nodes) sizes[level] = (sizes[level] ?? 0) + 1;
  return Array.from(sizes, (size = 0) => size);
}

function neededWidth({ label, detail }: GraphNode): number {
  return 28 + Math.max(textWidth(label, fontSizes.panel), textWidth(detail, fontSizes.tick));
}

function arrowHead(id: string, { paints }: Drawing): string {
  return element(
    'marker',
    { id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
    element('path', { d: 'M0 0L8 4L0 8z', fill: paints.muted }),
  );
}

function drawEdge(
  from: Place,
  to: Place,
  lane: number | undefined,
  arrow: string,
  { paints }: Drawing,
): string {
  const start = from.y + BOX_HEIGHT;
  const turn = LEVEL_HEIGHT - BOX_HEIGHT;
  const d =
    lane === undefined
      ? `M${from.x} ${start}L${to.x} ${to.y}`
      : `M${from.x} ${start}C${from.x} ${start + turn} ${lane} ${start} ${lane} ${start + turn}` +
        `V${to.y - turn}C${lane} ${to.y} ${to.x} ${to.y - turn} ${to.x} ${to.y}`;
  return element('path', {
    d,
    fill: 'none',
    stroke: paints.muted,
    'stroke-width': 1.5,
    'marker-end': `url(#${arrow})`,
  });
}

function drawNode({ label, detail }: GraphNode, { x, y }: Place, width: number, { paints }: Drawing): string {
  const middle = { x, 'text-anchor': 'middle' };
  return (
    element('rect', {
      x: x - width / 2,
      y,
      width,
      height: BOX_HEIGHT,
      rx: 7,
      fill: paints.paper,
      stroke: paints.of(0),
      'stroke-width': 1.5,
    }) +
    textElement(label, {
      ...middle,
      y: y + (detail ? 18 : 26),
      fill: paints.ink,
      'font-size': fittedSize(label, fontSizes.panel, width - 12),
      'font-weight': 600,
    }) +
    (detail
      ? textElement(detail, {
          ...middle,
          y: y + 34,
          fill: paints.muted,
          'font-size': fittedSize(detail, fontSizes.tick, width - 12),
        })
      : '')
  );
}
