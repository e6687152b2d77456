import { describe, expect, it } from '@jest/globals';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { readSafetensors, writeSafetensors } from '@neutype/storage';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { networkFromFile, networkToFile } from '../src/worker/weights/weightFile.js';
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

type Tensors = Map<string, NdArray<TypedArray>>;

/** The file with its tensors changed. */
async function changed(change: (tensors: Tensors) => void, metadata?: Record<string, string>) {
  const read = await readSafetensors((await written()).file);
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
  it('brings back weights, mean and architecture', async () => {
    const { network, mean, file } = await written();
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
});
