import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { add, input, join as joined, linear, parallel, relu, softmax, tanh } from '@neutype/layers';
import { random } from '@neutype/random';
import { loadModelJson, modelJson, saveModelJson } from '../../src/index.js';
import { drawValues, expectEqual, loadInTfjs, predictedHere, predictedInTfjs, samplesFor } from './tfjs.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'model-json-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

it('goes to a directory and comes back with the same values, bit for bit', async () => {
  const network = input(7).to(relu(5), softmax(3));
  network.initialize(random(2));
  await saveModelJson(network, directory);
  expect((await readdir(directory)).sort()).toEqual(['model.json', 'weights.bin']);
  for (const path of [directory, join(directory, 'model.json')]) {
    const again = await loadModelJson(path);
    expect(await again.read()).toEqual(await network.read());
    expect(again.layers.map(({ name }) => name)).toEqual(network.layers.map(({ name }) => name));
  }
});

it('makes its directory, which the path of the json names as well', async () => {
  const network = input(2).to(linear(1));
  network.initialize(random(2));
  const path = join(directory, 'models', 'new', 'model.json');
  await saveModelJson(network, path);
  expect(await (await loadModelJson(path)).read()).toEqual(await network.read());
});

it('splits more than four megabytes of weights, across which a parameter may lie', async () => {
  const network = input(1500).to(linear(1000));
  network.initialize(random(2));
  const files = await modelJson(network);
  expect([...files.keys()]).toEqual(['model.json', 'group1-shard1of2.bin', 'group1-shard2of2.bin']);
  const pageFiles = [...files].reverse().map(([name, bytes]) => new File([bytes], name));
  expect(await (await loadModelJson(pageFiles)).read()).toEqual(await network.read());
});

it('keeps what a network shares, and its several inputs and outputs', async () => {
  const encoder = input(4).to(tanh(3));
  const network = parallel(encoder, encoder.copy({ weights: 'shared' })).to(
    add(),
    parallel(linear(2), joined(relu(3), softmax(2))),
  );
  await drawValues(network);
  const files = await modelJson(network);
  const inputs = samplesFor(network);
  const expected = await predictedHere(network, inputs);
  expectEqual(predictedInTfjs(await loadInTfjs(files), inputs), expected);
  const again = await loadModelJson(files);
  expectEqual(await predictedHere(again, inputs), expected);
  expect(again.parameterCount).toBe(network.parameterCount);
});

it('gives tfjs names that it takes', async () => {
  const network = input(2).to(relu(3, { name: 'größe 1' }), relu(2, { name: '_x/y' }));
  await drawValues(network);
  const inputs = samplesFor(network);
  const files = await modelJson(network);
  predictedInTfjs(await loadInTfjs(files), inputs);
  expectEqual(await predictedHere(await loadModelJson(files), inputs), await predictedHere(network, inputs));
});

it('refuses a network without values', async () => {
  await expect(modelJson(input(2).to(relu(3)))).rejects.toThrow('relu-1.weight');
});
