import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import { registerGradients, valueAndGradients } from '@neutype/core';
import {
  abs,
  add,
  dispose,
  div,
  engine,
  erf,
  lessEqual,
  matMul,
  mean,
  mul,
  pow,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  type Variable,
  variable,
  where,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { randomSource, randomValues } from '../support/random.js';

registerGradients();
function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
const random = randomSource(5);
function weight(shape: number[]): Variable {
  return variable(
    tensor(
      randomValues(
        shape.reduce((size, length) => size * length, 1),
        random,
      ),
      shape,
    ),
  );
}
function assign(target: Tensor, value: Tensor): void {
  engine().runKernel('NeutypeAssign', { target, value });
}

/** How many kernels a replay of the step launches, and how many an ordinary run. */
function launchesOf(step: () => Tensor[]): { readonly replayed: number; readonly ordinary: number } {
  dispose(tidy(step)); // brings everything into engine memory
  const { value, recording, reason } = cpu().recordStep(() => tidy(step));
  expect(reason).toBeUndefined();
  const program = recording!.compile();
  const counts = { replayed: program.launches, ordinary: recording!.launches };
  program.dispose();
  recording!.dispose();
  dispose(value);
  return counts;
}

function adam(w: Tensor, m: Tensor, v: Tensor, gradient: Tensor, count: Tensor, step: Tensor): void {
  const mean1 = add(mul(m, 0.9), mul(gradient, 0.1));
  const mean2 = add(mul(v, 0.999), mul(square(gradient), 0.001));
  const corrected1 = div(mean1, sub(1, pow(0.9, count)));
  const corrected2 = div(mean2, sub(1, pow(0.999, count)));
  const change = div(mul(step, corrected1), add(sqrt(corrected2), 1e-8));
  assign(m, mean1);
  assign(v, mean2);
  assign(w, sub(w, change));
}

function gradientOf(loss: (x: Variable) => Tensor, x: Variable): Tensor[] {
  const { value, gradients } = valueAndGradients(() => sum(loss(x)) as Scalar, [x]);
  return [value, gradients[0]!];
}

describe('Element-wise chains of a user run as few commands', () => {
  it('Adam in plain operations: one for each parameter, and a few for the numbers that all of them share', () => {
    const count = cpu().allocateStaging([], 'float32');
    const step = cpu().allocateStaging([], 'float32');
    count.view()[0] = 3;
    const parameters = [[784, 50], [50], [50, 10], [10]].map((shape) =>
      [0, 1, 2, 3].map(() => weight(shape)),
    );
    const { replayed, ordinary } = launchesOf(() => {
      for (const [w, m, v, gradient] of parameters) adam(w!, m!, v!, gradient!, count.tensor, step.tensor);
      return [];
    });
    expect(replayed).toBe(parameters.length + 1);
    expect(ordinary).toBeGreaterThan(15 * parameters.length);
  });

  it('a chain whose middle a product reads: the chain is one, and the product follows it', () => {
    const x = weight([64, 64]);
    const { replayed, ordinary } = launchesOf(() => {
      const squares = square(x) as Tensor2D;
      const product = matMul(squares, squares);
      return [product, sqrt(add(squares, 1))];
    });
    expect({ replayed, ordinary }).toEqual({ replayed: 2, ordinary: 4 });
  });

  it.each([
    {
      name: 'GELU, forward and backward',
      launches: 3,
      loss: (x: Tensor) => mul(mul(x, 0.5), add(1, erf(mul(x, Math.SQRT1_2)))),
    },
    {
      name: 'Huber, forward and backward',
      launches: 4,
      loss: (x: Tensor) => where(lessEqual(abs(x), 1), mul(square(x), 0.5), sub(abs(x), 0.5)),
    },
    {
      name: 'L2 and L1 regularizers',
      launches: 2,
      loss: (x: Tensor) => add(mul(square(x), 0.01), mul(abs(x), 0.001)),
    },
    {
      name: 'a layer normalization',
      launches: 9,
      loss: (x: Tensor) => {
        const centered = sub(x, mean(x, 1, true));
        return square(sub(div(centered, sqrt(add(mean(square(centered), 1, true), 1e-5))), 1));
      },
    },
  ])('$name: $launches', ({ loss, launches }) => {
    const x = weight([64, 300]);
    const { replayed, ordinary } = launchesOf(() => gradientOf(loss, x));
    expect(replayed).toBe(launches);
    expect(ordinary).toBeGreaterThan(2 * replayed);
  });
});
