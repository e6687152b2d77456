import type { GraphPanel } from '../description.js';
import type { Writing } from './writing.js';

/** One node a line; a chain is joined by arrows, in a branched graph each node names where it comes from. */
export const writeGraph = (panel: GraphPanel, { width }: Writing): string[] => {
  const isChain =
    panel.edges.every(([from, to]) => to === from + 1) && panel.edges.length === panel.nodes.length - 1;
  const widest = Math.max(...panel.nodes.map(({ label }) => label.length));
  const named = panel.nodes.map(({ label, detail }) => `${label.padEnd(widest)}  ${detail}`.trimEnd());
  if (isChain) return named.flatMap((line, index) => (index === 0 ? [line] : ['  ↓', line]));
  return named.flatMap((line, index) => {
    const sources = panel.edges.filter(([, to]) => to === index).map(([from]) => panel.nodes[from]!.label);
    const origin = `  ← ${sources.join(', ')}`;
    if (sources.length === 0) return [line];
    return line.length + origin.length <= width ? [line + origin] : [line, origin];
  });
};
