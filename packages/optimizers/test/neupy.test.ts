import { beforeAll, describe, expect, it } from '@jest/globals';
import { adadelta, adagrad, adam, adamax, irpropPlus, rmsprop, rprop } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight } from './support.js';
import type { Maker } from './trajectories.js';

beforeAll(activateBackend);

/** Updates of one weight that is 1, with loss w², as NeuPy 0.8.2 made them. */
describe('updates of one weight agree with NeuPy', () => {
  it.each<[string, Maker, object, number[]]>([
    ['adagrad', adagrad, {}, [0.901227, 0.834737, 0.782299]],
    ['adadelta', adadelta, {}, [0.998586, 0.997155, 0.995712]],
    ['rmsprop', rmsprop, {}, [0.813499, 0.66649, 0.547382]],
    ['adamax', adamax, {}, [0.998, 0.996, 0.994]],
    ['adam', adam, {}, [0.999, 0.998, 0.997]],
    ['rprop', rprop, {}, [0.9, 0.78, 0.636]],
    ['rprop whose gradients turn', rprop, { step: 3 }, [-2, 1, -0.5, 1, 0.25]],
    ['irpropPlus whose gradients turn', irpropPlus, { step: 3 }, [-2, -2, -0.5, 1.3, 1.3]],
    [
      'irpropPlus that goes back at once',
      irpropPlus,
      { step: 3, backtracking: 'immediate' },
      [-2, 1, -0.5, -0.5, 0.25],
    ],
  ])('%s', async (_, make, options, expected) => {
    const network = oneWeight();
    const optimizer = make(network, options);
    const seen: number[] = [];
    while (seen.length < expected.length) {
      await optimizer.train([[1]], [0], { epochs: 1 });
      seen.push((await network.parameters[0]!.read())[0]!);
    }
    for (const [index, value] of expected.entries()) expect(seen[index]).toBeCloseTo(value, 5);
  });
});
