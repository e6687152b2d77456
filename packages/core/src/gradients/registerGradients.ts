import { type GradConfig, getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { activationGradients } from './activation.js';
import { binaryGradients } from './binary.js';
import { constantGradients } from './constant.js';
import { convolutionGradients } from './convolution.js';
import { differentiableAgain } from './differentiableAgain.js';
import { einsumGradients } from './einsum.js';
import type { GradientFamily } from './gradient.js';
import { imageGradients } from './image.js';
import { indexingGradients } from './indexing.js';
import { matMulGradients } from './matMul.js';
import { movementGradients } from './movement.js';
import { normalizationGradients } from './normalization.js';
import { poolingGradients } from './pooling.js';
import { reductionGradients } from './reduction.js';
import { unaryGradients } from './unary.js';

const families: readonly GradientFamily[] = [
  activationGradients,
  binaryGradients,
  constantGradients,
  convolutionGradients,
  einsumGradients,
  imageGradients,
  indexingGradients,
  matMulGradients,
  movementGradients,
  normalizationGradients,
  poolingGradients,
  reductionGradients,
  unaryGradients,
];

let registered: readonly GradConfig[] | undefined;

/**
 * Teaches tfjs to differentiate its kernels; ours bring their gradients along. tfjs-core's bundle for Node knows none.
 *
 * It is not done at import, so that importing this package has no side effects: `useBackend` does it, and everything
 * here that computes has it done once. Call it yourself only if your own code opens a tape (`tf.grads`,
 * `tf.variableGrads`) before anything of Neutype has run.
 *
 * Gradients that are already registered for the same kernels are replaced: those that come with all of
 * `@tensorflow/tfjs` are wrong for padded average pooling, mirrored padding and broadcast maxima, and missing for
 * dilated convolutions. A gradient of your own for one of tfjs's kernels is therefore registered afterwards.
 */
export function registerGradients(): void {
  registered ??= families.flatMap((family) =>
    Object.entries(family).map(([kernelName, gradient]) => differentiableAgain(kernelName, gradient)),
  );
  for (const gradient of registered) registerGradient(gradient);
}

/** Registers the gradients unless that has been done. */
export function ensureGradients(): void {
  if (registered === undefined) registerGradients();
}

/** The same, and once more where all of `@tensorflow/tfjs` was imported after that. */
export function ensureOwnGradients(): void {
  const first = registered?.[0];
  if (first === undefined || getGradient(first.kernelName) !== first) registerGradients();
}
