import type { Layer } from './layer.js';
import type { Network } from './network.js';
import type { Shape } from './shape.js';

/** What stands in a network: a layer, a block of several, or a network, whose input is what comes before it. */
export type Part = Layer | Block | AnyNetwork;

/** A network of any shapes. */
export type AnyNetwork = Network<Shape, Shape, readonly Shape[]>;

/**
 * Parts one after another, or side by side, before they have a place in a network: made by `join`, `parallel`,
 * `residual` and `outputs`. It takes its shapes where it is placed, and stands wherever a layer stands.
 */
export interface Block<Kind extends BlockKind = BlockKind, Parts extends readonly Part[] = readonly Part[]> {
  /** `chain` for one after another, `parallel` for side by side. */
  readonly arrangement: Kind;
  readonly parts: Parts;
  /** What the outputs of parts side by side are called, if they are those of the network. */
  readonly names?: readonly string[];
}

export type BlockKind = 'chain' | 'parallel';
