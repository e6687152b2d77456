import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  load,
  loadModelJson,
  loadOnnx,
  networkToSafetensors,
  readSafetensors,
  writeSafetensors,
} from '@neutype/storage';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { networkToFile } from '../src/worker/weights/networkToFile.js';
import { toModelJson, toOnnx } from '../src/worker/weights/otherFormats.js';
import { networkFromFile } from '../src/worker/weights/weightFile.js';
import { WeightsFileError } from '../src/worker/weights/weightsFileError.js';

const architecture = 'input([28, 28, 1]).to(conv2d(2, 3), batchNorm(), flatten(), softmax(10))';

async function written() {
  const network = buildNetwork(architecture);
  network.parameters.forEach((parameter, index) => {
    parameter.write(Float32Array.from({ length: parameter.size }, (_, place) => index + place / 1000));
  });
  const mean = Float32Array.from({ length: 784 }, (_, pixel) => pixel / 784);
  return { network, mean, file: await networkToFile({ network, mean, architecture }) };
}

/** The file that this page wrote before networks were saved whole. */
async function writtenBefore() {
  const { network, mean } = await written();
  const tensors = new Map<string, NdArray>([['preprocessing/mean', ndarray(mean)]]);
  for (const [name, values] of Object.entries(await network.read())) tensors.set(name, values);
  const pieces = writeSafetensors(tensors, { library: 'neutype', architecture });
  return { network, mean, file: new Uint8Array(await new Blob(pieces).arrayBuffer()) };
}

type Tensors = Map<string, NdArray<TypedArray>>;

/** A file of before with its tensors changed. */
async function changed(change: (tensors: Tensors) => void, metadata?: Record<string, string>) {
  const read = await readSafetensors((await writtenBefore()).file);
  const tensors = new Map(read.tensors);
  change(tensors);
  const pieces = writeSafetensors(tensors, metadata ?? read.metadata);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

it('a file that is damaged is refused in words', async () => {
  const { file } = await written();
  for (const damaged of [
    file.slice(0, -1),
    file.slice(3),
    new TextEncoder().encode('hello, this is a text'),
  ]) {
    const reading = networkFromFile(damaged);
    await expect(reading).rejects.toThrow(WeightsFileError);
    await expect(reading).rejects.toThrow(/^the file: expected /);
  }
});

describe('the file of a network', () => {
  it.each([
    ['as it is written now', written],
    ['as it was written before', writtenBefore],
  ])('brings back weights, mean and architecture, %s', async (_, write) => {
    const { network, mean, file } = await write();
    const read = await networkFromFile(file);
    expect(read.architecture).toBe(architecture);
    expect(read.mean).toEqual(mean);
    for (const [index, parameter] of read.network.parameters.entries()) {
      expect(await parameter.read()).toEqual(await network.parameters[index]?.read());
    }
  });

  const poison = (name: string, value: number) => (tensors: Tensors) => {
    const { data, shape } = tensors.get(name) as NdArray;
    tensors.set(name, ndarray(data.with(1, value), shape));
  };
  const nothing = () => {};

  it.each<[string, (tensors: Tensors) => void, Record<string, string> | undefined, RegExp]>([
    [
      'NaN',
      poison('conv2d-1.weight', Number.NaN),
      undefined,
      /conv2d-1\.weight has values that are no numbers/,
    ],
    [
      'infinity',
      poison('preprocessing/mean', Infinity),
      undefined,
      /preprocessing\/mean has values that are no/,
    ],
    ['no mean', (it) => it.delete('preprocessing/mean'), undefined, /preprocessing\/mean is missing/],
    ['no bias', (it) => it.delete('softmax-1.bias'), undefined, /softmax-1\.bias is missing .* needs \[10\]/],
    [
      'weights of another shape',
      (it) => it.set('conv2d-1.weight', ndarray(new Float32Array(18), [9, 2])),
      undefined,
      /conv2d-1\.weight has shape \[9, 2\] in the file; .* needs \[3, 3, 1, 2\]/,
    ],
    [
      'more than it needs',
      (it) => it.set('relu-1.weight', ndarray([1])),
      undefined,
      /relu-1\.weight is in the file, but not in input/,
    ],
    ['no architecture', nothing, {}, /does not say which network/],
    ['no network for an architecture', nothing, { architecture: 'alert(1)' }, /There is no layer alert/],
    ['an absurd network', nothing, { architecture: 'input(784).to(relu(1e5), softmax(10))' }, /79.5 million/],
    ['a network that is not for digits', nothing, { architecture: 'input(3).to(softmax(2))' }, /784 pixels/],
  ])('is refused with %s', async (_, change, metadata, message) => {
    const file = await changed(change, metadata);
    const reading = networkFromFile(file);
    await expect(reading).rejects.toThrow(WeightsFileError);
    await expect(reading).rejects.toThrow(message);
  });

  it('predicts from raw pixels wherever it is loaded', async () => {
    const network = buildNetwork(architecture);
    network.initialize(random(1));
    const mean = Float32Array.from({ length: 784 }, (_, pixel) => pixel / 784);
    const loaded = await load(await networkToFile({ network, mean, architecture }));
    const raw = Float32Array.from({ length: 784 }, (_, pixel) => pixel % 256);
    const centred = raw.map((value, pixel) => value / 255 - (mean[pixel] as number));
    const expected = await network.predict(ndarray(centred, [1, 28, 28, 1]));
    const received = await loaded.predictRaw(ndarray(raw, [1, 28, 28, 1]));
    expect(farthest(received.data, expected.data)).toBeLessThan(1e-5);
    expect(loaded.classes).toEqual([...'0123456789']);
  });

  it.each([
    ['without its line', {}, /does not say its network's line/],
    [
      'of pixels that are prepared in another way',
      { metadata: { line: architecture } },
      /takes pixels in another way/,
    ],
  ])('is refused %s, where another program saved it', async (_, options, message) => {
    const { network } = await written();
    const pieces = await networkToSafetensors(network, options);
    const reading = networkFromFile(new Uint8Array(await new Blob(pieces).arrayBuffer()));
    await expect(reading).rejects.toThrow(WeightsFileError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('the network for other tools', () => {
  it.each([
    ['a row of pixels', 'input(784).to(relu(5), softmax(10))'],
    ['an image', architecture],
  ])('takes %s as it is, from 0 to 255, and gives the same outputs', async (_, line) => {
    const network = buildNetwork(line);
    network.initialize(random(1));
    const mean = Float32Array.from({ length: 784 }, (_, pixel) => pixel / 784);
    const trained = { network, mean, architecture: line };
    const raw = Float32Array.from({ length: 784 }, (_, pixel) => pixel % 256);
    const centred = raw.map((value, pixel) => value / 255 - (mean[pixel] as number));
    const shape = [1, ...network.inputShape];
    const expected = await network.predict(ndarray(centred, shape));
    const files = await toModelJson(trained);
    const again = await loadModelJson(new Map(files.map(({ name, bytes }) => [name, bytes])));
    const others = await loadOnnx(await toOnnx(trained));
    for (const other of [again, others]) {
      expect(farthest((await other.predict(ndarray(raw, shape))).data, expected.data)).toBeLessThan(1e-5);
    }
    expect((await network.predict(ndarray(centred, shape))).data).toEqual(expected.data);
  });
});

function farthest(one: Float32Array, other: Float32Array): number {
  return Math.max(...one.map((value, at) => Math.abs(value - (other[at] as number))));
}
