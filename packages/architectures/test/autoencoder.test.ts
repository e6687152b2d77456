import '@neutype/backend-cpu';
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import type { AnyNetwork } from '@neutype/layers';
import { random } from '@neutype/random';
import { autoencoder } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

it.each<[string, AnyNetwork, decoder: string, number[][]]>([
  [
    'autoencoder',
    autoencoder({ inputShape: 4, hidden: [8, 6], code: 2 }),
    'decoder-1',
    [
      [0, 0.2, 0.4, 1],
      [1, 0.5, 0, 0.3],
    ],
  ],
  [
    'autoencoder without hidden layers',
    autoencoder({ inputShape: 3, hidden: [], code: 2 }),
    'reconstruction',
    [[0.1, 0.2, 0.3]],
  ],
])('%s: what its decoder makes of its encoder’s code is what it gives', async (_, network, decoder, x) => {
  network.initialize(random(0));
  const code = await network.until('code').predict(x);
  expect(code.shape).toEqual([x.length, 2]);
  const decoded = await network.from(decoder).predict(code);
  expect(decoded.data).toEqual((await network.predict(x)).data);
});
