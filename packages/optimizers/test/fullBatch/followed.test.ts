import { describe, expect, it } from '@jest/globals';
import { CONJUGACIES, type ConjugacyName } from '../../src/fullBatch/conjugacy.js';
import { ConjugateDirections } from '../../src/fullBatch/conjugateDirections.js';
import { DampedNewton } from '../../src/fullBatch/dampedNewton.js';
import { Descent } from '../../src/fullBatch/descent.js';
import { DiagonalNewton } from '../../src/fullBatch/diagonalNewton.js';
import type { Directions } from '../../src/fullBatch/directions.js';
import { INVERSE_UPDATES, type InverseUpdateName } from '../../src/fullBatch/inverseHessian.js';
import { LimitedMemory } from '../../src/fullBatch/limitedMemory.js';
import { Marquardt } from '../../src/fullBatch/marquardt.js';
import type { Minimizer } from '../../src/fullBatch/minimizer.js';
import { QuasiNewtonDirections } from '../../src/fullBatch/quasiNewtonDirections.js';
import { DoubleNetwork } from './doubleNetwork.js';
import { golden, relativeError } from './golden.js';

function descent(directions: Directions, c2: number): Descent {
  return new Descent(directions, { wolfe: { c1: 1e-4, c2, maxIterations: 20 }, tolerance: 0 });
}

const methods: Record<string, () => Minimizer<DoubleNetwork>> = {
  lbfgs: () => descent(new LimitedMemory(10), 0.9),
  levenbergMarquardt: () => new Marquardt({ mu: 0.01, factor: 1.2, minMu: 1e-7, maxMu: 1e10, tolerance: 0 }),
  hessian: () => new DampedNewton({ damping: 0.1, tolerance: 0 }),
  hessianDiagonal: () => new DiagonalNewton({ minEigval: 0.01, tolerance: 0 }),
};
for (const name of Object.keys(CONJUGACIES) as ConjugacyName[]) {
  methods[name] = () => descent(new ConjugateDirections(CONJUGACIES[name]), 0.1);
}
for (const name of Object.keys(INVERSE_UPDATES) as InverseUpdateName[]) {
  methods[name] = () =>
    descent(new QuasiNewtonDirections(INVERSE_UPDATES[name], 1), name === 'dfp' ? 0.1 : 0.9);
}

describe('every method takes the same 60 updates of a network as in NumPy and PyTorch', () => {
  const { x, y, start, weights } = golden.followed;

  it.each(Object.entries(methods))('%s', async (name, make) => {
    const network = new DoubleNetwork(x, y);
    const minimizer = make();
    let point = await network.at(Float64Array.from(start));
    expect(weights[name]!.length).toBe(60);
    for (const expected of weights[name]!) {
      ({ point } = await minimizer.update(network, point, 0.1));
      expect(relativeError(point.weights, expected)).toBeLessThan(1e-5);
    }
  });
});
