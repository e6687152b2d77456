import { OptionError } from '@neutype/core';
import { checkChoice, checkOptions } from '@neutype/errors';
import { join } from '../join.js';
import type { Layer, ShapeRule } from '../layer.js';
import { parallel } from '../parallel.js';
import type { Block } from '../part.js';
import { remade } from '../recurrent/recurrentLayer.js';
import type { SequenceAndState, SeveralInputs } from '../takes.js';
import { add } from './add.js';
import { average } from './average.js';
import { concatenate } from './concatenate.js';
import { multiply } from './multiply.js';

/** What may be made of two directions. */
export type Merge = 'concatenate' | 'add' | 'average' | 'multiply';

const MERGES: Readonly<Record<Merge, () => Layer>> = { concatenate, add, average, multiply };

/** Options of `bidirectional`. */
export interface BidirectionalOptions<Chosen extends Merge = Merge> {
  /** What is made of the two directions: `'concatenate'` (the default), `'add'`, `'average'` or `'multiply'`. */
  readonly merge?: Chosen;
}

/** A recurrent layer in both directions, and what puts them together. */
export type Bidirectional<Rule extends ShapeRule, Chosen extends Merge> = Block<
  'chain',
  readonly [
    Block<'parallel', readonly [Layer<Rule, SequenceAndState>, Layer<Rule, SequenceAndState>]>,
    Layer<Chosen extends 'concatenate' ? 'concatenated' : 'merged', SeveralInputs>,
  ]
>;

/**
 * A recurrent layer in both directions: as it is, and beside it the same with weights of its own and `backwards` turned
 * about. What comes out of the two is put together.
 *
 * `[?, time, features]` → `[?, 2 · units]`, or `[?, time, 2 · units]` with the layer's `returnSequences`; `units` with other
 * merges than `'concatenate'`. It stands for `join(parallel(lstm(64), lstm(64, { backwards: true })), concatenate())`,
 * which gives each direction options of its own. A layer with a name has its twin named `…-backwards`.
 *
 * Schuster & Paliwal, "Bidirectional recurrent neural networks", 1997.
 *
 * @param layer simpleRnn, lstm or gru
 * @throws OptionError for another layer, or another merge
 *
 * @example
 * ```ts
 * const network = input([20, 5]).to(bidirectional(lstm(32)), sigmoid(1));
 * const tagged = input([20, 5]).to(bidirectional(gru(32, { returnSequences: true }), { merge: 'add' }));
 * ```
 */
export function bidirectional<Rule extends ShapeRule, const Chosen extends Merge = 'concatenate'>(
  layer: Layer<Rule>,
  options: BidirectionalOptions<Chosen> = {},
): Bidirectional<Rule, Chosen> {
  checkOptions('bidirectional', options, ['merge']);
  const merge: Merge = options.merge ?? 'concatenate';
  checkChoice('bidirectional, option merge', merge, Object.keys(MERGES) as Merge[]);
  return join(parallel(layer, twinOf(layer)), MERGES[merge]()) as unknown as Bidirectional<Rule, Chosen>;
}

function twinOf<Rule extends ShapeRule>(layer: Layer<Rule>): Layer<Rule> {
  const { kind, name, settings = {} } = layer?.definition ?? {};
  const backwards = settings['backwards'] !== true;
  const twin =
    kind === undefined
      ? undefined
      : remade(layer, { backwards, ...(name !== undefined && { name: `${name}-backwards` }) });
  if (twin !== undefined) return twin as Layer<Rule>;
  throw new OptionError({
    where: 'bidirectional',
    expected: 'a recurrent layer: simpleRnn, lstm or gru',
    received: kind === undefined ? typeof layer : `the layer ${kind}`,
    remedy: 'Write bidirectional(lstm(64)).',
  });
}
