import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { engine } from '@tensorflow/tfjs-core';
import { activateBackend } from '../engine.js';
import { xor } from '../support.js';
import { methods, options, small } from './methods.js';

beforeAll(activateBackend);

describe('losses, gradients and second derivatives are replayed, without a kernel of tfjs’s own', () => {
  it.each(methods)('%s', async (_, make) => {
    const optimizer = make(small(), options);
    await optimizer.train(xor.x, xor.y, { epochs: 6 });
    const launch = jest.spyOn(engine(), 'runKernel');
    await optimizer.train(xor.x, xor.y, { epochs: 2 });
    const launched = launch.mock.calls.map(([name]) => name);
    launch.mockRestore();
    // At the end of an update its weights are written.
    expect(launched).toEqual(Array(2 * optimizer.network.parameters.length).fill('NeutypeAssign'));
    expect(optimizer.replay).toBe('replayed');
  });
});
