import { escapeControls } from '@neutype/errors';
import type { PlacedLayer } from './placedLayer.js';
import { formatBatchShape } from './shape.js';

/** The layers as a Mermaid flowchart. */
export function formatMermaid(layers: readonly PlacedLayer[]): string {
  const ids = idsOf(layers);
  const nodes = layers.map(
    ({ name, outputShape }) =>
      `  ${ids.get(name)}["${inMermaid(name)}<br/>${formatBatchShape(outputShape)}"]`,
  );
  const edges = edgesOf(layers).map(([from, to]) => `  ${ids.get(from)} --> ${ids.get(to)}`);
  return ['flowchart TD', ...nodes, ...edges].join('\n');
}

/** The layers in Graphviz's language. */
export function formatDot(layers: readonly PlacedLayer[]): string {
  const nodes = layers.map(
    ({ name, outputShape }) =>
      `  ${inDot(name)} [label=${inDot(name, `\\n${formatBatchShape(outputShape)}`)}];`,
  );
  const edges = edgesOf(layers).map(([from, to]) => `  ${inDot(from)} -> ${inDot(to)};`);
  return ['digraph network {', '  node [shape=box];', ...nodes, ...edges, '}'].join('\n');
}

function idsOf(layers: readonly PlacedLayer[]): ReadonlyMap<string, string> {
  return new Map(layers.map(({ name }, index) => [name, `layer${index}`]));
}

function edgesOf(layers: readonly PlacedLayer[]): readonly (readonly [string, string])[] {
  return layers.flatMap(({ inputs, name }) => inputs.map((source) => [source, name] as const));
}

function inMermaid(text: string): string {
  return escapeControls(text).replace(/["#<>&]/g, (character) => `#${character.charCodeAt(0)};`);
}

function inDot(text: string, more = ''): string {
  return `"${escapeControls(text).replace(/["\\]/g, '\\$&')}${more}"`;
}
