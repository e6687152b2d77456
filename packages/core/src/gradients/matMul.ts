import { engine, sum, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import type { FusedActivation } from '../operations/activation.js';
import { activationGrad } from '../operations/activationGrad.js';
import { fromSaved, type Gradient, type GradientFamily } from './gradient.js';
import { unbroadcast } from './unbroadcast.js';

interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface FusedMatMulAttrs extends MatMulAttrs {
  readonly activation: FusedActivation;
  readonly leakyreluAlpha: number;
}

export const matMulGradients: GradientFamily = {
  BatchMatMul: fromSaved({ inputsToSave: ['a', 'b'] }, (dy, [a, b], attrs: MatMulAttrs) =>
    factorGradients(dy, a!, b!, attrs),
  ),
  _FusedMatMul: fromSaved(
    { inputsToSave: ['a', 'b'], outputsToSave: [true] },
    (dy, [a, b, y], { activation, leakyreluAlpha, ...transposed }: FusedMatMulAttrs) => {
      const dz = activationGrad(dy, y!, activation, leakyreluAlpha);
      return { ...factorGradients(dz, a!, b!, transposed), bias: () => biasGradient(dz) };
    },
  ),
};

/** The gradient of a bias that was added along the last axis. */
export function biasGradient(dz: Tensor): Tensor {
  return sum(dz, dz.shape.map((_, axis) => axis).slice(0, -1));
}

/** With A and B as multiplied: dA = dC · Bᵀ and dB = Aᵀ · dC, each transposed back as it was given. */
function factorGradients(
  dy: Tensor,
  a: Tensor,
  b: Tensor,
  { transposeA, transposeB }: MatMulAttrs,
): ReturnType<Gradient['gradFunc']> {
  return {
    a: () => {
      const da = transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB);
      return unbroadcast(da, a.shape);
    },
    b: () => {
      const db = transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false);
      return unbroadcast(db, b.shape);
    },
  };
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  // The wasm backend has a fast product for factors as they lie only: transposing them first is ten times faster.
  const explicit = backendName() === 'wasm';
  const inputs = { a: explicit && transposeA ? swapped(a) : a, b: explicit && transposeB ? swapped(b) : b };
  const attrs = { transposeA: !explicit && transposeA, transposeB: !explicit && transposeB };
  return engine().runKernel<Tensor>('BatchMatMul', inputs, attrs);
}

function swapped(matrix: Tensor): Tensor {
  const axes = matrix.shape.map((_, axis) => axis);
  return transpose(matrix, [...axes.slice(0, -2), matrix.rank - 1, matrix.rank - 2]);
}
