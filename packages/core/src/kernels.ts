/**
 * The kernels of Neutype's own that a backend may register with tfjs's `registerKernel`, beside the standard ones.
 *
 * `@neutype/core` runs one wherever the current backend has it and composes the same thing from standard operations
 * elsewhere, so registering a kernel is an optimisation and never changes a result beyond rounding.
 */

/** Activations that a kernel can fuse or differentiate from its output alone. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'elu' | 'leakyrelu';

/**
 * dz = dy * f'(z), from y = f(z).
 *
 * inputs `dy`, `y` (same shape); output dz.
 */
export const NeutypeActivationGrad = 'NeutypeActivationGrad';
export interface NeutypeActivationGradAttrs {
  readonly activation: Exclude<FusedActivation, 'linear'>;
  /** The slope of `leakyrelu` below zero. */
  readonly alpha: number;
}

/**
 * Mean over the N rows of -sum(labels * logSoftmax(logits)).
 *
 * inputs `labels` [N, C], `logits` [N, C]; outputs loss [], dlogits [N, C] (the gradient of that mean).
 * Rows of `labels` need not sum to one: dlogits = (softmax * sum(labels) - labels) / N.
 */
export const NeutypeSoftmaxCrossEntropy = 'NeutypeSoftmaxCrossEntropy';

/**
 * Mean over all elements of max(z, 0) - z * t + log(1 + exp(-|z|)).
 *
 * inputs `labels`, `logits` (same shape); outputs loss [], dlogits (the gradient of that mean).
 */
export const NeutypeSigmoidCrossEntropy = 'NeutypeSigmoidCrossEntropy';

/**
 * Normalises every channel (the last axis) over all other axes, with the biased variance.
 *
 * inputs `x` [..., C], `gamma` [C], `beta` [C]; outputs y, mean [C], variance [C] (biased), and
 * invStd [C] = 1 / sqrt(variance + epsilon), which the gradient takes.
 */
export const NeutypeBatchNormTraining = 'NeutypeBatchNormTraining';
export interface NeutypeBatchNormTrainingAttrs {
  readonly epsilon: number;
}

/** inputs `dy`, `x`, `gamma`, `mean`, `invStd`; outputs dx, dgamma [C], dbeta [C]. */
export const NeutypeBatchNormTrainingGrad = 'NeutypeBatchNormTrainingGrad';

/** running <- (1 - rate) * running + rate * batch, in place; inputs `running`, `batch`; no output. */
export const NeutypeRunningAverage = 'NeutypeRunningAverage';
export interface NeutypeRunningAverageAttrs {
  readonly rate: number;
}

/**
 * Zeroes each element with probability `rate` and scales the others by 1 / (1 - rate).
 *
 * Block j of Threefry-2x32-20 under key (key0, key1) with the counter words (counter, j) decides elements 2j and
 * 2j + 1: word / 256 (rounded down) / 2^24 is a uniform number in [0, 1), and the element is kept if it is >= rate
 * (compared in double precision).
 *
 * inputs `x`, `counter` (int32 scalar, read when the kernel runs); outputs y, scale (0 or 1 / (1 - rate) for each
 * element).
 */
export const NeutypeDropout = 'NeutypeDropout';
export interface NeutypeDropoutAttrs {
  readonly rate: number;
  readonly key0: number;
  readonly key1: number;
}

/** target <- value, in place; inputs `target`, `value` (same shape, float32); no output. */
export const NeutypeAssign = 'NeutypeAssign';

/** parameter <- parameter - step * gradient, in place; inputs `parameter`, `gradient`, `step` []; no output. */
export const NeutypeGradientDescentUpdate = 'NeutypeGradientDescentUpdate';

/**
 * v <- momentum * v + g, then w <- w - step * v (classic) or w <- w - step * (g + momentum * v) (Nesterov), in place.
 *
 * inputs `parameter`, `velocity`, `gradient`, `step` []; no output.
 */
export const NeutypeMomentumUpdate = 'NeutypeMomentumUpdate';
export interface NeutypeMomentumUpdateAttrs {
  readonly momentum: number;
  readonly nesterov: boolean;
}
