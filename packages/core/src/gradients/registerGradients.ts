import { getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { activationGradients } from './activation.js';
import { binaryGradients } from './binary.js';
import { constantGradients } from './constant.js';
import { convolutionGradients } from './convolution.js';
import type { GradientFamily } from './gradient.js';
import { imageGradients } from './image.js';
import { indexingGradients } from './indexing.js';
import { matMulGradients } from './matMul.js';
import { movementGradients } from './movement.js';
import { normalizationGradients } from './normalization.js';
import { ownKernelGradients } from './ownKernels.js';
import { poolingGradients } from './pooling.js';
import { reductionGradients } from './reduction.js';
import { unaryGradients } from './unary.js';

const families: readonly GradientFamily[] = [
  activationGradients,
  binaryGradients,
  constantGradients,
  convolutionGradients,
  imageGradients,
  indexingGradients,
  matMulGradients,
  movementGradients,
  normalizationGradients,
  ownKernelGradients,
  poolingGradients,
  reductionGradients,
  unaryGradients,
];

let registered = false;

/**
 * Teaches tfjs to differentiate its kernels and ours. tfjs-core's bundle for Node knows no gradient.
 *
 * Everything in this package that computes calls it first, and so does `useBackend`: call it yourself only if your own
 * code opens a tape (`tf.grads`, `tf.variableGrads`) before anything of Neutype has run. It is not done at import, so
 * that importing this package has no side effects. A gradient that is already registered, by the whole of
 * `@tensorflow/tfjs` or by you, stays.
 */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
  for (const family of families) {
    for (const [kernelName, gradient] of Object.entries(family)) {
      if (getGradient(kernelName) == null) registerGradient({ kernelName, ...gradient });
    }
  }
}
