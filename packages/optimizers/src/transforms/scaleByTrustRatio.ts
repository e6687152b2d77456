import { add, cast, div, equal, mul, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/**
 * `u ← ‖w‖/‖g‖ · g` for each parameter by itself, so that it moves by a share of its own size; as it was where one of the
 * norms is 0.
 *
 * You, Gitman and Ginsburg, "Large batch training of convolutional networks", 2017.
 */
export function scaleByTrustRatio(): Transform<never, never> {
  return proven(
    transform({
      name: 'trustRatio',
      update: (gradient, { value }) => mul(gradient, trustRatio(norm(value), norm(gradient))),
    }),
  );
}

function norm(tensor: Tensor): Tensor {
  return sqrt(sum(square(tensor)));
}

/** Without a division by 0: as 1 / 1 where one of the norms is 0. */
function trustRatio(ofValue: Tensor, ofUpdate: Tensor): Tensor {
  const isZero = cast(equal(mul(ofValue, ofUpdate), 0), 'float32');
  return add(div(mul(ofValue, sub(1, isZero)), add(ofUpdate, isZero)), isZero);
}
