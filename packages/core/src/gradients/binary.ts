import {
  add,
  cast,
  div,
  equal,
  floor,
  greater,
  less,
  log,
  logicalNot,
  mul,
  neg,
  pow,
  reshape,
  square,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { fromBoth, type Gradient, type GradientFamily } from './gradient.js';
import { unbroadcast } from './unbroadcast.js';

type Derivative = (dy: Tensor, a: Tensor, b: Tensor) => Tensor;

/**
 * Element-wise functions of two inputs, with broadcasting, and their kin.
 *
 * Where the gradient is dy itself it must be a clone: the tape disposes of an input's gradient when it adds another.
 */
export const binaryGradients: GradientFamily = {
  Add: broadcasting(
    (dy) => dy.clone(),
    (dy) => dy.clone(),
  ),
  Sub: broadcasting(
    (dy) => dy.clone(),
    (dy) => neg(dy),
  ),
  Multiply: broadcasting(
    (dy, _, b) => mul(dy, b),
    (dy, a) => mul(dy, a),
  ),
  RealDiv: broadcasting(
    (dy, _, b) => div(dy, b),
    (dy, a, b) => neg(div(mul(dy, a), square(b))),
  ),
  Pow: broadcasting(
    (dy, a, b) => mul(dy, mul(b, pow(a, sub(b, 1)))),
    (dy, a, b) => mul(dy, where(greater(a, 0), mul(pow(a, b), log(a)), 0)),
  ),
  SquaredDifference: broadcasting(
    (dy, a, b) => mul(dy, mul(sub(a, b), 2)),
    (dy, a, b) => mul(dy, mul(sub(b, a), 2)),
  ),
  Maximum: broadcasting(
    (dy, a, b) => mul(dy, preference(greater(a, b), equal(a, b))),
    (dy, a, b) => mul(dy, preference(less(a, b), equal(a, b))),
  ),
  Minimum: broadcasting(
    (dy, a, b) => mul(dy, preference(less(a, b), equal(a, b))),
    (dy, a, b) => mul(dy, preference(greater(a, b), equal(a, b))),
  ),
  Atan2: broadcasting(
    (dy, a, b) => mul(dy, div(b, add(square(a), square(b)))),
    (dy, a, b) => neg(mul(dy, div(a, add(square(a), square(b))))),
  ),
  Mod: broadcasting(
    (dy) => dy.clone(),
    (dy, a, b) => neg(mul(dy, floor(div(a, b)))),
  ),
  AddN: {
    saveAllInputs: true,
    gradFunc: (dy, inputs) =>
      Object.fromEntries(inputs.map((_, index) => [index, () => (dy as Tensor).clone()])),
  },
  Prelu: {
    inputsToSave: ['x', 'alpha'],
    gradFunc: (dy, [x, alpha]) => ({
      x: () => where(greater(x!, 0), dy as Tensor, mul(dy as Tensor, alpha!)),
      alpha: () => unbroadcast(where(greater(x!, 0), zerosLike(x!), mul(dy as Tensor, x!)), alpha!.shape),
    }),
  },
  Select: {
    inputsToSave: ['condition', 't', 'e'],
    gradFunc: (dy, [condition, t, e]) => ({
      condition: () => cast(zerosLike(condition!), 'float32'),
      t: () => unbroadcast(mul(dy as Tensor, cast(alongRows(condition!, dy as Tensor), 'float32')), t!.shape),
      e: () =>
        unbroadcast(
          mul(dy as Tensor, cast(logicalNot(alongRows(condition!, dy as Tensor)), 'float32')),
          e!.shape,
        ),
    }),
  },
};

function broadcasting(gradientA: Derivative, gradientB: Derivative): Gradient {
  return fromBoth(
    (dy, a, b) => unbroadcast(gradientA(dy, a, b), a.shape),
    (dy, a, b) => unbroadcast(gradientB(dy, a, b), b.shape),
  );
}

/** Who wins takes the gradient; a tie is shared evenly, as in PyTorch. */
function preference(wins: Tensor, ties: Tensor): Tensor {
  return add(cast(wins, 'float32'), mul(cast(ties, 'float32'), 0.5));
}

/** A condition of rank one selects whole rows. */
function alongRows(condition: Tensor, like: Tensor): Tensor {
  return condition.rank === 1 && like.rank > 1
    ? reshape(condition, [condition.size, ...like.shape.slice(1).map(() => 1)])
    : condition;
}
