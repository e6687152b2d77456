import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import type { Gradient } from './gradient.js';
import { isNested } from './nesting.js';

/**
 * A gradient that can itself be differentiated.
 *
 * tfjs notes a saved output on the tape before the kernel that made it, so that an outer tape does not find out where it
 * came from and second derivatives come out wrong without a word. While two tapes record, the input is saved too, and
 * the gradient is taken from an output that is computed anew.
 */
export function differentiableAgain(kernelName: string, { onlyInput, ...gradient }: Gradient): GradConfig {
  if (onlyInput === undefined) return { kernelName, ...gradient };
  return {
    kernelName,
    outputsToSave: [true],
    get inputsToSave(): string[] {
      return isNested() ? [onlyInput] : [];
    },
    gradFunc: (dy, saved, attrs) => {
      const [first, output] = saved;
      const y =
        output === undefined
          ? first!
          : engine().runKernel<Tensor>(kernelName, { [onlyInput]: first! }, attrs);
      return gradient.gradFunc(dy, [y], attrs);
    },
  };
}
