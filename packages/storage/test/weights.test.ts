import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { input, relu, softmax } from '@neutype/layers';
import { random } from '@neutype/random';
import { readSafetensors, writeSafetensors } from '../src/index.js';

it('gives a network its weights back, bit for bit', async () => {
  const [network, other] = [make(1), make(2)];
  const { tensors } = await readSafetensors(new Blob(writeSafetensors(await network.read())));
  other.write(Object.fromEntries(tensors));
  expect(await other.read()).toEqual(await network.read());
});

function make(seed: number) {
  const network = input(4).to(relu(3), softmax(2));
  network.initialize(random(seed));
  return network;
}
