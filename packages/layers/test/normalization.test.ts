import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import '@tensorflow/tfjs-backend-cpu';
import { input, type Layer, layerNorm, type Network, rmsNorm } from '../src/index.js';
import { expectClose, type GoldenCase, golden, nested, outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

type Case = GoldenCase & { readonly layer: keyof typeof LAYERS; readonly options: object };
type Options = Readonly<Record<string, never>>;

const LAYERS = {
  layerNorm: (options: Options): Layer => layerNorm(options),
  rmsNorm: (options: Options): Layer => rmsNorm(options),
};

function networkOf({ layer, options, x, parameters }: Case): Network {
  const values = Object.entries(parameters).map(([name, value]) => [name, nested(value)] as const);
  const given = { ...options, ...Object.fromEntries(values) } as Options;
  const network = input(x.shape.slice(1)).to(LAYERS[layer](given));
  network.initialize(random(0));
  return network;
}

describe('layers that normalize give PyTorch’s outputs and gradients', () => {
  it.each(golden<Case>('normalization'))('%s', (_, golden) => {
    const network = networkOf(golden);
    for (const context of [{ training: true }, { training: false }]) {
      const { y, dx, gradients } = outputAndGradients(network, golden.x, golden.dy.data, context);
      expectClose(y, golden.y);
      expectClose(dx, golden.dx, 1e-5);
      expect(Object.keys(gradients)).toEqual(Object.keys(golden.gradients));
      for (const [name, gradient] of Object.entries(golden.gradients))
        expectClose(gradients[name]!, gradient, 1e-5);
    }
  });
});

describe('layers that normalize', () => {
  it.each([
    ['layerNorm', layerNorm()],
    ['rmsNorm', rmsNorm()],
  ])('%s keeps any shape, and has a parameter for each feature', (_, layer) => {
    const network = input([7, 5, 3]).to(layer);
    expect(network.outputShape).toEqual([7, 5, 3]);
    for (const { shape } of network.parameters) expect(shape).toEqual([3]);
  });

  it.each([
    ['layerNorm', layerNorm],
    ['rmsNorm', rmsNorm],
  ])('%s refuses an epsilon that would divide by 0', (name, make) => {
    expect(() => make({ epsilon: 0 })).toThrow(`${name} epsilon: expected a number above 0`);
  });
});
