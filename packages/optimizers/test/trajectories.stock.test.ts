import { beforeAll, describe, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import '@tensorflow/tfjs-backend-cpu';
import { ALGORITHMS } from './algorithms.js';
import { expectWeights, follow, problemNetwork, readTrajectories, type Trajectory } from './trajectories.js';

beforeAll(() => useBackend('cpu'));

describe('on tfjs’s own backend, which replays nothing, updates agree with an independent implementation', () => {
  it.each(Object.entries(ALGORITHMS))('of %s', async (name, make) => {
    const network = problemNetwork();
    const trajectory = Object.values(readTrajectories(name)).at(-1) as Trajectory;
    await follow(network, make, trajectory);
    await expectWeights(network, trajectory.final);
  });
});
