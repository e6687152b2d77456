import { checkCount } from '@neutype/errors';
import {
  add,
  div,
  matMul,
  maximum,
  mul,
  reshape,
  sqrt,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** Those of Keller Jordan's: steep at 0, so that small singular values grow fast, and about 1 afterwards. */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const SMALLEST_NORM = 1e-7;

/**
 * Takes each matrix apart into directions, and gives all of them about the same weight: singular values between about
 * 0.7 and 1.2, by rounds of `X ← a·X + (b·XXᵀ + c·(XXᵀ)²)·X`. The result is scaled by `√max(1, outputs / inputs)`.
 *
 * Kernels are matrices of all their inputs by outputs. What has one axis passes unchanged.
 *
 * Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024. Theirs computes in bfloat16, ours in
 * float32.
 *
 * @param rounds how often the iteration is made; 5
 */
export function orthogonalize(rounds = 5): Transform<never, never> {
  checkCount('option rounds', rounds);
  return proven(
    transform({
      name: 'orthogonalize',
      update: (gradient) => (gradient.rank < 2 ? gradient : ofMatrix(gradient, rounds)),
    }),
  );
}

function ofMatrix(gradient: Tensor, rounds: number): Tensor {
  const outputs = gradient.shape.at(-1) as number;
  const inputs = gradient.size / outputs;
  const matrix: Tensor2D = reshape(gradient, [inputs, outputs]);
  const direction =
    inputs > outputs ? transpose(newtonSchulz(transpose(matrix), rounds)) : newtonSchulz(matrix, rounds);
  return mul(reshape(direction, gradient.shape), Math.sqrt(Math.max(1, outputs / inputs)));
}

/** @param wide a matrix with no more rows than columns */
function newtonSchulz(wide: Tensor2D, rounds: number): Tensor2D {
  let x = div(wide, maximum(sqrt(sum(square(wide))), SMALLEST_NORM)) as Tensor2D;
  for (let round = 0; round < rounds; round++) {
    const gram = matMul(x, x, false, true);
    const polynomial = add(mul(gram, B), mul(matMul(gram, gram), C)) as Tensor2D;
    x = add(mul(x, A), matMul(polynomial, x));
  }
  return x;
}
