import '@neutype/backend-cpu';
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import type { AnyNetwork } from '@neutype/layers';
import type { NestedNumbers } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { autoencoder, convolutionalAutoencoder, variationalAutoencoder } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

it.each<[string, AnyNetwork, decoder: string, NestedNumbers[]]>([
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
  [
    'convolutionalAutoencoder',
    convolutionalAutoencoder({ inputShape: [4, 4, 1], filters: [3, 4], code: 2 }),
    'decoder-1',
    [
      [
        [[0.1], [0.9], [0], [0]],
        [[0.5], [0.25], [0], [1]],
        [[0], [1], [1], [0]],
        [[0.2], [0.3], [0], [0.7]],
      ],
    ],
  ],
])('%s: what its decoder makes of its encoder’s code is what it gives', async (_, network, decoder, x) => {
  network.initialize(random(0));
  const code = await network.until('code').predict(x);
  expect(code.shape).toEqual([x.length, 2]);
  const decoded = await network.from(decoder).predict(code);
  expect(decoded.data).toEqual((await network.predict(x)).data);
});

it.each<[string, () => unknown, string]>([
  [
    'images that cannot be halved',
    () => convolutionalAutoencoder({ inputShape: [28, 26, 1] }),
    'convolutionalAutoencoder, option inputShape: expected a height and a width that are multiples of 4, for 2 halvings, got 28 × 26.',
  ],
  [
    'no filters',
    () => convolutionalAutoencoder({ filters: [] }),
    'convolutionalAutoencoder, option filters: expected a number of filters for each convolution, got [].',
  ],
])('%s are refused', (_, make, message) => {
  expect(make).toThrow(message);
});

it('a variational autoencoder decodes its mean code, and tells the distribution that it is of', async () => {
  const network = variationalAutoencoder({ inputShape: 4, hidden: [6], code: 2 });
  network.initialize(random(0));
  const x = [
    [0, 0.2, 0.4, 1],
    [1, 0.5, 0, 0.3],
  ];
  const { reconstruction, latent } = await network.predict({ input: x });
  const code = await network.until('code').predict(x);
  expect(latent?.shape).toEqual([2, 4]);
  expect([...code.data]).toEqual([0, 1, 4, 5].map((index) => latent?.data[index]));
  expect((await network.from('decoder-1').predict(code)).data).toEqual(reconstruction?.data);
});
