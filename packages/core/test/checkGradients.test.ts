import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { customGrad, mul, reverse, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { NeutypeError, useBackend } from '../src/index.js';
import { checkGradients } from '../src/testing/index.js';

beforeAll(() => useBackend('cpu'));

/** The identity, with a gradient that somebody got wrong. */
function identityWith(gradient: (dy: Tensor) => Tensor) {
  return customGrad((x, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor]);
    return { value: (x as Tensor).clone(), gradFunc: (dy: Tensor) => gradient(dy) };
  }) as (x: Tensor) => Tensor;
}

/** Of one output the weight is ½ + (√5 − 1) / 2, above one: an error of the gradient is the relative one. */
function one() {
  return tensor1d([0.3]);
}

describe('checkGradients', () => {
  it('gives the largest error of a right gradient, which is small', async () => {
    const error = await checkGradients((x) => mul(x!, x!), [tensor1d([0.5, -2, 3])]);
    expect(error).toBeLessThan(1e-4);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a gradient of %d', async (wrong) => {
    const check = checkGradients(
      identityWith((dy) => mul(dy, wrong)),
      [one()],
    );
    await expect(check).rejects.toThrow(NeutypeError);
    await expect(check).rejects.toThrow(`got ${wrong}`);
  });

  it('refuses an error just above the tolerance, and takes one just below', async () => {
    const off = (error: number) =>
      checkGradients(
        identityWith((dy) => mul(dy, 1 + error)),
        [one()],
      );
    await expect(off(1.3e-3)).rejects.toThrow(
      'checkGradients, input 0, element 0: expected a gradient of about 1.118',
    );
    expect(await off(0.7e-3)).toBeCloseTo(0.7e-3, 4);
    await expect(off(-1.3e-3)).rejects.toThrow(NeutypeError);
  });

  it('takes the tolerance that it is given', async () => {
    const off = identityWith((dy) => mul(dy, 1.02));
    expect(await checkGradients(off, [one()], { tolerance: 0.03 })).toBeCloseTo(0.02, 3);
    await expect(checkGradients(off, [one()], { tolerance: 0.01 })).rejects.toThrow(NeutypeError);
  });

  it('notices two gradients that are exchanged', async () => {
    const check = checkGradients(
      identityWith((dy) => reverse(dy)),
      [tensor1d([1, 2])],
    );
    await expect(check).rejects.toThrow('input 0, element 0');
  });

  it('notices a gradient that is missing', async () => {
    const check = checkGradients(
      (x, y) => mul(identityWith((dy) => mul(dy, 0))(x!), y!),
      [tensor1d([1]), tensor1d([2])],
    );
    await expect(check).rejects.toThrow('input 0, element 0');
  });
});
