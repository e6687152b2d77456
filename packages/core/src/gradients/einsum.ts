import { einsum, mul, ones, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { GradientFamily } from './gradient.js';

/** A sum over products is differentiated by another: of dy with the other factors, to the letters of this one. */
export const einsumGradients: GradientFamily = {
  Einsum: {
    saveAllInputs: true,
    gradFunc: (dy, inputs, attrs) => {
      const [left, output] = (attrs as { equation: string }).equation.replace(/\s/g, '').split('->') as [
        string,
        string,
      ];
      const letters = left.split(',');
      return Object.fromEntries(
        inputs.map((input, index) => [
          index,
          () => {
            const others = inputs.flatMap((tensor, at) =>
              at === index ? [] : [{ tensor, letters: letters[at]! }],
            );
            return factorGradient({ tensor: dy as Tensor, letters: output }, others, input, letters[index]!);
          },
        ]),
      );
    },
  },
};

interface Factor {
  readonly tensor: Tensor;
  readonly letters: string;
}

function factorGradient(dy: Factor, others: readonly Factor[], input: Tensor, letters: string): Tensor {
  const known = [...letters].filter((letter) =>
    [dy, ...others].some((factor) => factor.letters.includes(letter)),
  );
  const product = contract([dy, ...others], known.join(''));
  // A letter that only this factor has was summed over, so its elements share the gradient.
  const spread = [...letters].map((letter, axis) => (known.includes(letter) ? input.shape[axis]! : 1));
  return mul(reshape(product, spread), ones(input.shape));
}

/** tfjs's einsum takes no scalars. */
function contract(factors: readonly Factor[], output: string): Tensor {
  const arrays = factors.filter(({ letters }) => letters !== '');
  const scalars = factors.filter(({ letters }) => letters === '');
  const product =
    arrays.length === 0
      ? ones([])
      : einsum(
          `${arrays.map(({ letters }) => letters).join()}->${output}`,
          ...arrays.map(({ tensor }) => tensor),
        );
  return scalars.reduce((scaled, { tensor }) => mul(scaled, tensor), product);
}
