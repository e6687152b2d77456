import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { type AnyNetwork, architectureOf, checkDescribable, networkFrom } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { charGru, gpt, mixtureOfExperts, mlp } from '../src/index.js';
import { NETWORKS } from './networks.js';

beforeAll(() => useBackend('cpu'));

const SMALL_GPT = { vocabulary: 7, length: 5, width: 8, heads: 2, blocks: 2 };

describe('networks are the same after their architecture went through JSON', () => {
  it.each<[string, () => AnyNetwork]>([
    ...NETWORKS.map(([name, make]): [string, () => AnyNetwork] => [name, make]),
    ['gpt', () => gpt(SMALL_GPT)],
    ['mixtureOfExperts', () => mixtureOfExperts([mlp(), mlp()])],
  ])('%s', (_, make) => {
    const network = make();
    const again = networkFrom(JSON.parse(JSON.stringify(architectureOf(network))));
    expect(() => checkDescribable('save', network)).not.toThrow();
    expect(String(again)).toBe(String(network));
    expect(again.layers.map(({ settings }) => settings)).toEqual(
      network.layers.map(({ settings }) => settings),
    );
    expect(again.parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable }))).toEqual(
      network.parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable })),
    );
  });
});

it.each<[string, () => AnyNetwork]>([
  ['gpt', () => gpt(SMALL_GPT)],
  ['charGru', () => charGru({ vocabulary: 7, length: 5 })],
])('with the same values, %s gives the same outputs', async (_, make) => {
  const network = make();
  network.initialize(random(1));
  const again = networkFrom(architectureOf(network));
  again.write(await network.read());
  const x = ndarray([[1, 2, 3, 4, 5]]);
  expect(await again.predict(x)).toEqual(await network.predict(x));
});
