import { beforeAll, describe, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { checkGradients } from '@neutype/core/testing';
import { grad, type Tensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LossComputation } from '../src/index.js';

interface Example {
  readonly targets: Tensor | readonly number[] | readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  /** How far values are moved; 0.01. */
  readonly step?: number;
  /** How far a slope may be off where a function bends much; 1e-3. */
  readonly tolerance?: number;
  /** A loss with a kink in its slope, or straight pieces only, has nothing to be said of its second derivatives. */
  readonly once?: boolean;
}

/** Holds the gradient of a loss to central differences, and the derivatives of that gradient too. */
export function describeDerivatives(name: string, computation: LossComputation, example: Example): void {
  const { step = 0.01, tolerance = 1e-3, once = false } = example;

  describe(name, () => {
    beforeAll(() => useBackend('cpu'));

    it('has the gradient of central differences', async () => {
      const { loss, values } = prepare(computation, example);
      await checkGradients(loss, [values], { step, tolerance });
    });

    if (once) return;
    it('has the second derivatives of central differences', async () => {
      const { loss, values } = prepare(computation, example);
      await checkGradients((x) => grad((inner) => loss(inner))(x as Tensor), [values], { step, tolerance });
    });
  });
}

function prepare(
  { compute }: LossComputation,
  { targets, values }: Example,
): { loss: (...values: Tensor[]) => Tensor; values: Tensor } {
  const wanted = tensor(targets as number[]);
  return { loss: (...[x]) => compute(wanted, x as Tensor), values: tensor(values as number[][]) };
}
