import { largest } from '../arrays/values.js';
import { light } from '../color/theme.js';
import type { GraphNode, GraphPanel } from '../description.js';
import type { JsonObject } from './json.js';

const LEVEL_HEIGHT = 56;
const PLACE_WIDTH = 220;

/** Points for the nodes, lines for the edges, names beside the points. */
export function vegaGraph(panel: GraphPanel): JsonObject {
  const at = ({ level, place }: GraphNode): { x: number; y: number } => ({
    x: place * PLACE_WIDTH + 10,
    y: level * LEVEL_HEIGHT + 10,
  });
  const nodes = panel.nodes.map((node) => ({ ...at(node), label: node.label, detail: node.detail }));
  const edges = panel.edges.map(([from, to]) => {
    const end = at(panel.nodes[to]!);
    return { ...at(panel.nodes[from]!), toX: end.x, toY: end.y };
  });
  const place = (field: string): JsonObject => ({ field, type: 'quantitative', scale: null, axis: null });
  const encoding = { x: place('x'), y: place('y') };
  const text = (field: string, dy: number, color: string): JsonObject => ({
    data: { values: nodes },
    mark: { type: 'text', align: 'left', dx: 14, dy, color },
    encoding: { ...encoding, text: { field } },
  });
  return {
    title: panel.title,
    width: (largest(panel.nodes.map(({ place }) => place)) + 1) * PLACE_WIDTH,
    height: (largest(panel.nodes.map(({ level }) => level)) + 1) * LEVEL_HEIGHT,
    view: { stroke: null },
    layer: [
      {
        data: { values: edges },
        mark: { type: 'rule', color: light.muted },
        encoding: { ...encoding, x2: { field: 'toX' }, y2: { field: 'toY' } },
      },
      {
        data: { values: nodes },
        mark: { type: 'point', filled: true, size: 120, opacity: 1, color: light.series[0]! },
        encoding,
      },
      text('label', -6, light.ink),
      text('detail', 8, light.muted),
    ],
  };
}
