import { describe, expect, it } from '@jest/globals';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { decodeWeights, encodeWeights, type NamedArray } from '../src/worker/weights/safetensors.js';
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

/** The file with its arrays changed. */
async function changed(change: (arrays: NamedArray[]) => NamedArray[], metadata?: Record<string, string>) {
  const decoded = decodeWeights((await written()).file);
  return encodeWeights(change(decoded.arrays), metadata ?? decoded.metadata);
}

describe('the file of a network', () => {
  it('brings back weights, mean and architecture', async () => {
    const { network, mean, file } = await written();
    const read = networkFromFile(file);
    expect(read.architecture).toBe(architecture);
    expect(read.mean).toEqual(mean);
    for (const [index, parameter] of read.network.parameters.entries()) {
      expect(await parameter.read()).toEqual(await network.parameters[index]?.read());
    }
  });

  const poisoned = (name: string, value: number) => (arrays: NamedArray[]) =>
    arrays.map((array) =>
      array.name === name
        ? { ...array, values: array.values.map((each, at) => (at === 1 ? value : each)) }
        : array,
    );

  it.each<[string, (arrays: NamedArray[]) => NamedArray[], Record<string, string> | undefined, RegExp]>([
    [
      'NaN',
      poisoned('conv2d-1.weight', Number.NaN),
      undefined,
      /conv2d-1\.weight has values that are no numbers/,
    ],
    [
      'infinity',
      poisoned('preprocessing/mean', Infinity),
      undefined,
      /preprocessing\/mean has values that are no/,
    ],
    ['no mean', (arrays) => arrays.slice(1), undefined, /preprocessing\/mean is missing/],
    ['no bias', (arrays) => arrays.slice(0, -1), undefined, /softmax-1\.bias is missing .* needs \[10\]/],
    [
      'weights of another shape',
      (arrays) =>
        arrays.map((array) => (array.name === 'conv2d-1.weight' ? { ...array, shape: [9, 2] } : array)),
      undefined,
      /conv2d-1\.weight has shape \[9, 2\] in the file; .* needs \[3, 3, 1, 2\]/,
    ],
    [
      'more than it needs',
      (arrays) => [...arrays, { name: 'relu-1.weight', shape: [1], values: Float32Array.of(1) }],
      undefined,
      /relu-1\.weight is in the file, but not in input/,
    ],
    ['no architecture', (arrays) => arrays, {}, /does not say which network/],
    [
      'no network for an architecture',
      (arrays) => arrays,
      { architecture: 'alert(1)' },
      /There is no layer alert/,
    ],
    [
      'an absurd network',
      (arrays) => arrays,
      { architecture: 'input(784).to(relu(1e5), softmax(10))' },
      /79.5 million/,
    ],
    [
      'a network that is not for digits',
      (arrays) => arrays,
      { architecture: 'input(3).to(softmax(2))' },
      /784 pixels/,
    ],
  ])('is refused with %s', async (_, change, metadata, message) => {
    const file = await changed(change, metadata);
    expect(() => networkFromFile(file)).toThrow(WeightsFileError);
    expect(() => networkFromFile(file)).toThrow(message);
  });
});
