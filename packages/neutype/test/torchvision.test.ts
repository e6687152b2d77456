import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { architectures, importTorchWeights, ndarray, readSafetensors, torchWeights } from '../src/index.js';

/** Made by tools/golden/torchvision_resnet.py. */
const { file, inputs, outputs } = JSON.parse(
  readFileSync(new URL('./golden/resnet18.json', import.meta.url), 'utf8'),
) as {
  readonly file: string;
  readonly inputs: { readonly data: readonly number[]; readonly shape: readonly number[] };
  readonly outputs: readonly (readonly number[])[];
};

const WIDTH = { inputShape: [16, 16, 3], classes: 3, width: 2 } as const;

it('loads a ResNet-18 with torchvision’s names, gives its outputs, and writes it with these names', async () => {
  const network = architectures.resnet18(WIDTH);
  const theirs = Buffer.from(file, 'base64');
  await importTorchWeights(network, theirs);
  const x = ndarray(Float32Array.from(inputs.data), inputs.shape);
  const worst = (await network.predict(x)).data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (outputs.flat()[at] as number))),
    0,
  );
  expect(worst).toBeLessThan(1e-6);
  const written = await readSafetensors(new Blob(await torchWeights(network, { names: 'layers' })));
  expect([...written.tensors.keys()].sort()).toEqual(
    [...(await readSafetensors(theirs)).tensors.keys()].sort(),
  );
});

it('takes the features of such a file without its classifier', async () => {
  const features = architectures.resnet18({ ...WIDTH, includeGlobalPool: false });
  const theirs = Buffer.from(file, 'base64');
  await expect(importTorchWeights(features, theirs)).rejects.toThrow(
    /with fc\.bias \[3\], fc\.weight \[3, 16\], which no layer takes/,
  );
  const taken = await importTorchWeights(features, theirs, { strict: false });
  expect(Object.keys(taken).length).toBe(
    features.layers.filter(({ parameters }) => Object.keys(parameters).length > 0).length,
  );
});
