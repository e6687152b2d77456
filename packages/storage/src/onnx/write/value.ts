import type { Shape } from '@neutype/layers';
import type { Layout } from './layouts.js';

/** What a layer gives, under a name for each layout in which the graph has it. */
export interface Value {
  /** Of one sample, the batch left out, channels last. */
  readonly shape: Shape;
  /** Whether it holds whole numbers, as of words. */
  readonly isIndices: boolean;
  /** The layout in which it was computed. */
  readonly layout: Layout;
  readonly names: Map<Layout, string>;
}

/** How many axes it has, with the batch. */
export function rankOf({ shape }: Pick<Value, 'shape'>): number {
  return shape.length + 1;
}
