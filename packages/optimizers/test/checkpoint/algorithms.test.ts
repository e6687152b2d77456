import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { batchNorm, dropout, input, linear, tanh } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  adam,
  conjugateGradient,
  hessian,
  hessianDiagonal,
  lbfgs,
  levenbergMarquardt,
  muon,
  nadam,
  quasiNewton,
} from '../../src/index.js';
import { ALGORITHMS } from '../algorithms.js';
import { registerTestBackends } from '../backends.js';
import { activateBackend } from '../engine.js';
import { recorder } from '../support.js';
import type { Maker } from '../trajectories.js';
import { expectSameBits, type Training } from './resumed.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});

const SAMPLES = 20;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 3)), [SAMPLES, 3]);
const y = ndarray(random(2).fillNormal(new Float32Array(SAMPLES * 2)), [SAMPLES, 2]);
const common = { seed: 3, reporter: recorder() };

describe('a training that is killed and resumed ends with the same bits as an undisturbed one', () => {
  for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
    it(`by ${name}`, () => expectSameBits(batchByBatch(algorithm)));
  }

  const fullBatch = { conjugateGradient, hessian, hessianDiagonal, lbfgs, levenbergMarquardt, quasiNewton };
  for (const [name, algorithm] of Object.entries(fullBatch)) {
    it(`by ${name}, which looks at all samples in each update`, async () => {
      await expectSameBits({
        make: () => algorithm(input(3).to(tanh(3), linear(2)), common),
        train: (optimizer, options) => optimizer.train(x, y, options),
        epochs: 8,
        probe: x,
      });
    });
  }

  describe('on a backend that does not replay updates', () => {
    beforeAll(() => useBackend('stock'));
    afterAll(() => useBackend('cpu'));

    for (const [name, algorithm] of Object.entries({ adam, muon, nadam })) {
      it(`by ${name}`, () => expectSameBits(batchByBatch(algorithm)));
    }
  });
});

function batchByBatch(algorithm: Maker): Training {
  return {
    make: () =>
      algorithm(input(3).to(tanh(4), batchNorm(), dropout(0.3), linear(2)), {
        ...common,
        batchSize: 6,
        shuffleData: true,
      }),
    train: (optimizer, options) => optimizer.train(x, y, x, y, options),
    epochs: 3,
    probe: x,
  };
}
