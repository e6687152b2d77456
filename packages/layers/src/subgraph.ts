import { OptionError } from '@neutype/errors';
import { downstreamOf, type Graph, type Node, upstreamOf } from './graph.js';
import { inputLayer } from './inputLayer.js';
import type { PlacedLayer } from './placedLayer.js';
import { Placement } from './placement.js';

/** The part of a graph that ends in these places. */
export function subgraphUntil(graph: Graph, ends: readonly Node[]): Graph {
  const placement = new Placement('network.until');
  const become = placement.adopt(upstreamOf(graph, ends));
  return { placed: placement.placed, ends: ends.flatMap(become) };
}

/** The part of a graph that begins with a place, behind an input of the shape that it takes. */
export function subgraphFrom(graph: Graph, first: Node): Graph {
  if (first.sources.length === 0) return graph;
  const { inputShapes } = graph.placed.get(first) as PlacedLayer;
  const behind = downstreamOf(graph, [first]);
  checkApart(graph, behind, first);
  const placement = new Placement('network.from');
  const inputs = inputShapes.map((shape) => placement.layer(inputLayer(shape), [], shape));
  const instead = new Map(first.sources.map((source, index) => [source, [inputs[index] as Node]]));
  const rest = [...graph.placed].filter(([node]) => behind.has(node));
  const become = placement.adopt({ placed: new Map(rest) }, { instead });
  const ends = graph.ends.filter((end) => behind.has(end));
  return { placed: placement.placed, ends: ends.flatMap(become) };
}

/** Refuses a place where something behind it takes what comes before it. */
function checkApart({ placed }: Graph, behind: ReadonlySet<Node>, first: Node): void {
  for (const node of behind) {
    const missing = node === first ? undefined : node.sources.find((source) => !behind.has(source));
    if (!missing) continue;
    throw new OptionError({
      where: 'network.from',
      expected: 'a layer that all of the rest depends on',
      received: `${placed.get(first)?.name}; ${placed.get(node)?.name} also takes what ${placed.get(missing)?.name} gives`,
    });
  }
}
