import { checkNumber, OptionError, shown } from '@neutype/errors';
import {
  add,
  clipByValue,
  div,
  maximum,
  mul,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { mapTargets, type Transform, transform } from './transform.js';

/** How gradients are kept small, in one of three ways. Each limit is more than 0. */
export type Clip =
  /** Each number of a gradient, to be between −value and value. */
  | { readonly value: number; readonly norm?: never; readonly globalNorm?: never }
  /** The gradient of each parameter by itself, to have at most this Euclidean norm. */
  | { readonly norm: number; readonly value?: never; readonly globalNorm?: never }
  /** All gradients together, to have at most this Euclidean norm; their direction stays. */
  | { readonly globalNorm: number; readonly value?: never; readonly norm?: never };

/**
 * Keeps gradients small, so that a single steep one does not throw weights far away.
 *
 * @throws OptionError for anything but one limit that is more than 0
 *
 * @example
 * ```ts
 * const clippedDescent = chain(clip({ globalNorm: 1 }), scaleByStep());
 * ```
 */
export function clip(limit: Clip): Transform<never, never> {
  checkClip('clip', limit);
  if (limit.value !== undefined) return clipValues(limit.value);
  if (limit.norm !== undefined) return clipNorms(limit.norm);
  return clipGlobalNorm(limit.globalNorm);
}

/** @throws OptionError for anything but one limit that is more than 0 */
export function checkClip(where: string, clip: unknown): asserts clip is Clip {
  const [[kind, limit] = ['', undefined], ...others] =
    typeof clip === 'object' && clip !== null ? Object.entries(clip) : [];
  if (!['value', 'norm', 'globalNorm'].includes(kind) || others.length > 0) {
    throw new OptionError({
      where,
      expected: 'one of { value }, { norm } and { globalNorm }',
      received:
        typeof clip === 'object' && clip !== null ? `{ ${Object.keys(clip).join(', ')} }` : shown(clip),
      remedy: 'Most often, { globalNorm: 1 } is meant: it keeps the direction of all gradients together.',
    });
  }
  checkNumber(`${where}, ${kind}`, limit, { above: 0 });
}

function clipValues(limit: number): Transform<never, never> {
  return proven(transform({ name: 'clip', update: (gradient) => clipByValue(gradient, -limit, limit) }));
}

function clipNorms(limit: number): Transform<never, never> {
  return proven(
    transform({
      name: 'clip',
      update: (gradient) => mul(gradient, factor(sum(square(gradient)), limit)),
    }),
  );
}

/** Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013. */
function clipGlobalNorm(limit: number): Transform<never, never> {
  return proven({
    name: 'clip',
    apply(targets) {
      const scale = tidy(() => {
        const squares = targets.map(({ gradient }) => sum(square(gradient)));
        return factor(
          squares.reduce((all, one) => add(all, one)),
          limit,
        );
      });
      return mapTargets(targets, ({ gradient }) => mul(gradient, scale));
    },
  });
}

/** 1 where the norm is within the limit. */
function factor(squaredNorm: Tensor, limit: number): Tensor {
  return div(limit, maximum(sqrt(squaredNorm), limit));
}
