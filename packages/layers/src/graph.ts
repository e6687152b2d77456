import type { PlacedLayer } from './placedLayer.js';

/**
 * One place in a graph, known by its identity: networks that were made from one another share their places, so that a
 * trunk stays one trunk where its branches come together again.
 *
 * A place is made after those that it takes its inputs from, and never changes: there cannot be a cycle.
 */
export interface Node {
  readonly sources: readonly Node[];
}

/** Places and the layers in them, each after those that it takes its inputs from. */
export interface Graph {
  readonly placed: ReadonlyMap<Node, PlacedLayer>;
  /** Where it ends: one place, or several in order. */
  readonly ends: readonly Node[];
  /** What the ends are called, where they have names of their own. */
  readonly endNames?: readonly string[] | undefined;
}

/** The places without a source, in order. */
export function startsOf({ placed }: Pick<Graph, 'placed'>): readonly Node[] {
  return [...placed.keys()].filter(({ sources }) => sources.length === 0);
}

/** The part of a graph that these places depend on, themselves included. */
export function upstreamOf({ placed }: Pick<Graph, 'placed'>, ends: readonly Node[]): Graph {
  const needed = new Set<Node>(ends);
  for (const node of [...placed.keys()].reverse()) {
    if (!needed.has(node)) continue;
    for (const source of node.sources) needed.add(source);
  }
  return { placed: new Map([...placed].filter(([node]) => needed.has(node))), ends };
}

/** All places that depend on one of these, themselves included. */
export function downstreamOf({ placed }: Pick<Graph, 'placed'>, starts: readonly Node[]): ReadonlySet<Node> {
  const found = new Set<Node>(starts);
  for (const node of placed.keys()) {
    if (node.sources.some((source) => found.has(source))) found.add(node);
  }
  return found;
}
