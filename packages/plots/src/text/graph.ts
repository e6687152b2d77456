import type { GraphNode, GraphPanel } from '../description.js';
import { columnsOf } from './columns.js';
import { cut, padEnd, widest, wrapped } from './words.js';
import type { Writing } from './writing.js';

/** One node a line; a chain is joined by arrows, in a branched graph each node names where it comes from. */
export function writeGraph(panel: GraphPanel, { width }: Writing): string[] {
  const isChain =
    panel.edges.every(([from, to]) => to === from + 1) && panel.edges.length === panel.nodes.length - 1;
  const labelWidth = widest(panel.nodes.map(({ label }) => label));
  const named = panel.nodes.map((node) => nodeLines(node, labelWidth, width));
  if (isChain) return named.flatMap((lines, index) => (index === 0 ? lines : ['  ↓', ...lines]));
  const sources = sourcesOf(panel);
  return named.flatMap((lines, index) => withOrigin(lines, sources[index]!, width));
}

/** Label and detail in one line, or the detail beneath where they do not fit. */
function nodeLines({ label, detail }: GraphNode, labelWidth: number, width: number): string[] {
  const line = `${padEnd(label, labelWidth)}  ${detail}`.trimEnd();
  if (columnsOf(line) <= width) return [line];
  const beneath = detail === '' ? [] : wrapped(detail, width - 2).map((part) => `  ${part}`);
  return [cut(label, width), ...beneath];
}

function sourcesOf({ nodes, edges }: GraphPanel): string[][] {
  const sources = nodes.map((): string[] => []);
  for (const [from, to] of edges) sources[to]!.push(nodes[from]!.label);
  return sources;
}

function withOrigin(lines: readonly string[], sources: readonly string[], width: number): string[] {
  if (sources.length === 0) return [...lines];
  const origin = `← ${sources.join(', ')}`;
  const [line] = lines;
  const isShort = lines.length === 1 && columnsOf(line!) + 2 + columnsOf(origin) <= width;
  if (isShort) return [`${line}  ${origin}`];
  return [...lines, ...wrapped(origin, width - 2).map((part) => `  ${part}`)];
}
