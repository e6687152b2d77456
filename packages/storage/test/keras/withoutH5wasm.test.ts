import { expect, it, jest } from '@jest/globals';
import '@neutype/backend-cpu';
import { input, relu } from '@neutype/layers';
import { random } from '@neutype/random';

jest.unstable_mockModule('h5wasm', () => {
  throw new Error("Cannot find package 'h5wasm'");
});

it('says how to install h5wasm where it is missing', async () => {
  const { importKerasWeights, kerasWeights } = await import('../../src/index.js');
  const network = input(2).to(relu(3));
  network.initialize(random(1));
  await expect(kerasWeights(network)).rejects.toThrow('npm install h5wasm');
  await expect(importKerasWeights(network, new Uint8Array(8))).rejects.toThrow('npm install h5wasm');
});
