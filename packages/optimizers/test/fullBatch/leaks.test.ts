import { beforeAll, describe, expect, it } from '@jest/globals';
import { engineInfo } from '@neutype/backend-cpu';
import { dropout, input, linear, tanh } from '@neutype/layers';
import { engine, memory } from '@tensorflow/tfjs-core';
import type { Signal } from '../../src/index.js';
import { activateBackend } from '../engine.js';
import { xor } from '../support.js';
import { methods, options } from './methods.js';

beforeAll(activateBackend);

describe.each(methods)('%s', (_, make) => {
  it('holds no more after 300 updates than after 30, and nothing when it is gone', async () => {
    const held = () => {
      const { numTensors, numDataBuffers } = memory();
      return { numTensors, numDataBuffers, ids: engine().backend.numDataIds(), used: engineInfo().usedBytes };
    };
    const run = async (epochs: number): Promise<object[]> => {
      const seen: object[] = [];
      const signals: Signal = {
        updateEnd: ({ updatesMade }) => {
          if (updatesMade === 30 || updatesMade === 300) seen.push(held());
        },
      };
      const network = input(2).to(tanh(2), dropout(0.1), linear(1)); // which ends at no minimum
      const optimizer = make(network, { ...options, signals });
      await optimizer.train(xor.x, xor.y, { epochs });
      optimizer.dispose();
      network.dispose();
      return seen;
    };
    await run(5);
    const before = held();
    const [early, late] = await run(300);
    expect(late).toEqual(early);
    expect(held()).toEqual(before);
  });
});
