import type { GraphNode, GraphPanel } from '../description.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, textElement } from './element.js';
import { panelTitle } from './panelTitle.js';
import { textWidth } from './textWidth.js';

const boxHeight = 42;
const levelHeight = 70;

/** Boxes from top to bottom with arrows between them. */
export const drawGraph = (panel: GraphPanel, drawing: Drawing): Drawn => {
  const levels = Math.max(...panel.nodes.map(({ level }) => level)) + 1;
  const widest = Math.max(...levelSizes(panel, levels));
  const room = Math.min(drawing.width / widest, Math.max(...panel.nodes.map(neededWidth)) + 24);
  const boxWidth = room - 24;
  const skips = panel.edges.some(([from, to]) => panel.nodes[to]!.level - panel.nodes[from]!.level > 1);
  const width = Math.min(drawing.width, widest * room + (skips ? 64 : 0));
  const top = titleHeight(panel.title) + 4;
  const center = width / 2;
  const sizes = levelSizes(panel, levels);
  const place = (node: GraphNode): Place => ({
    x: center + (node.place - (sizes[node.level]! - 1) / 2) * room,
    y: top + node.level * levelHeight,
  });
  const arrow = `${drawing.id}-arrow`;
  const body = [
    panelTitle(panel.title, 0, drawing),
    arrowHead(arrow, drawing),
    ...panel.edges.map(([from, to]) =>
      drawEdge(place(panel.nodes[from]!), place(panel.nodes[to]!), arrow, boxWidth, drawing),
    ),
    ...panel.nodes.map((node) => drawNode(node, place(node), boxWidth, drawing)),
  ].join('');
  return { width, height: top + levels * levelHeight - (levelHeight - boxHeight) + 4, body };
};

interface Place {
  readonly x: number;
  readonly y: number;
}

const levelSizes = (panel: GraphPanel, levels: number): number[] =>
  Array.from({ length: levels }, (_, level) => panel.nodes.filter((node) => node.level === level).length);

const neededWidth = ({ label, detail }: GraphNode): number =>
  28 + Math.max(textWidth(label, fontSizes.panel), textWidth(detail, fontSizes.tick));

const arrowHead = (id: string, { paints }: Drawing): string =>
  element(
    'marker',
    { id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
    element('path', { d: 'M0 0L8 4L0 8z', fill: paints.muted }),
  );

// An edge that skips levels bows out, past the boxes between; a Bézier curve reaches 3/4 of the way to its handles.
const drawEdge = (from: Place, to: Place, arrow: string, boxWidth: number, { paints }: Drawing): string => {
  const start = from.y + boxHeight;
  const levels = (to.y - from.y) / levelHeight;
  const bow = levels > 1 && from.x === to.x ? (boxWidth / 2 + 24) / 0.75 : 0;
  const d =
    bow === 0
      ? `M${from.x} ${start}L${to.x} ${to.y}`
      : `M${from.x} ${start}C${from.x + bow} ${start + 30} ${to.x + bow} ${to.y - 30} ${to.x} ${to.y}`;
  return element('path', {
    d,
    fill: 'none',
    stroke: paints.muted,
    'stroke-width': 1.5,
    'marker-end': `url(#${arrow})`,
  });
};

const drawNode = (
  { label, detail }: GraphNode,
  { x, y }: Place,
  width: number,
  { paints }: Drawing,
): string => {
  const middle = { x, 'text-anchor': 'middle' };
  const fit = (text: string, size: number): number =>
    Math.min(size, ((width - 12) * size) / textWidth(text, size));
  return (
    element('rect', {
      x: x - width / 2,
      y,
      width,
      height: boxHeight,
      rx: 7,
      fill: paints.paper,
      stroke: paints.of(0),
      'stroke-width': 1.5,
    }) +
    textElement(label, {
      ...middle,
      y: y + (detail ? 18 : 26),
      fill: paints.ink,
      'font-size': fit(label, fontSizes.panel),
      'font-weight': 600,
    }) +
    (detail
      ? textElement(detail, {
          ...middle,
          y: y + 34,
          fill: paints.muted,
          'font-size': fit(detail, fontSizes.tick),
        })
      : '')
  );
};
