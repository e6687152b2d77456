import { engine, type Scalar, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { ensureGradients } from './registerGradients.js';

/**
 * A loss and its gradients with respect to variables, which are computed for nothing else.
 *
 * Unlike tfjs's `variableGrads` it leaves nothing behind when `loss` throws.
 *
 * @returns one gradient for each variable, in order; `undefined` for a variable that the loss does not depend on. The
 * caller disposes of all of them.
 *
 * @example
 * ```ts
 * const { value, gradients } = valueAndGradients(
 *   () => softmaxCrossEntropy(labels, dense(x, weight.variable)),
 *   [weight.variable],
 * );
 * ```
 */
export function valueAndGradients(
  loss: () => Scalar,
  variables: readonly Variable[],
): { readonly value: Scalar; readonly gradients: readonly (Tensor | undefined)[] } {
  if (variables.length === 0) return { value: tidy(loss), gradients: [] };
  ensureGradients();
  try {
    const { value, grads } = engine().gradients(loss, [...variables], undefined, true);
    return { value: value as Scalar, gradients: grads.map((gradient) => gradient ?? undefined) };
  } catch (error) {
    disposeAbandonedTape();
    throw error;
  }
}

/** What an abandoned tape has saved for its backward pass is in no scope, and nobody else would free it. */
export function disposeAbandonedTape(): void {
  const { state } = engine();
  if (state.gradientDepth > 0 || state.activeTape == null) return;
  for (const { saved } of state.activeTape) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = [];
}
