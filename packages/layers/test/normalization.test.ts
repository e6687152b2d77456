import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  batchNorm,
  groupNorm,
  input,
  instanceNorm,
  type Layer,
  layerNorm,
  localResponseNorm,
  type Network,
  rmsNorm,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, nested, outputAndGradients, training } from './support.js';

beforeAll(() => useBackend('cpu'));

type Case = GoldenCase & { readonly layer: keyof typeof LAYERS; readonly options: object };
type Options = { readonly name?: string; readonly groups?: number };

const LAYERS = {
  batchNorm: (options: Options): Layer => batchNorm(options),
  groupNorm: ({ groups, ...options }: Options): Layer => groupNorm(groups!, options),
  instanceNorm: (options: Options): Layer => instanceNorm(options),
  layerNorm: (options: Options): Layer => layerNorm(options),
  localResponseNorm: (options: Options): Layer => localResponseNorm(options),
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
    // Only batchNorm does something else in prediction: golden.test.ts and below.
    for (const context of golden.layer === 'batchNorm' ? [training] : [training, { training: false }]) {
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
    ['groupNorm', groupNorm(3)],
    ['instanceNorm', instanceNorm()],
  ])('%s keeps any shape, and has a parameter for each feature', (_, layer) => {
    const network = input([7, 5, 3]).to(layer);
    expect(network.outputShape).toEqual([7, 5, 3]);
    for (const { shape } of network.parameters) expect(shape).toEqual([3]);
  });

  it.each([
    ['layerNorm', layerNorm],
    ['rmsNorm', rmsNorm],
    ['groupNorm', (options: object) => groupNorm(1, options)],
    ['instanceNorm', instanceNorm],
  ])('%s refuses an epsilon that would divide by 0', (name, make) => {
    expect(() => make({ epsilon: 0 })).toThrow(`${name} epsilon: expected a number above 0`);
  });

  it('localResponseNorm leaves an image as it is where k is 1 and alpha 0', () => {
    const network = input([1, 1, 3]).to(localResponseNorm({ alpha: 0, k: 1 }));
    expect([...network.forward(tensor([2, -3, 5], [1, 1, 1, 3])).dataSync()]).toEqual([2, -3, 5]);
  });
});

describe('batchNorm over axes of your choice', () => {
  it('predicts by statistics for each of what is left', async () => {
    const network = input([2, 3]).to(batchNorm({ axes: [0], alpha: 1, epsilon: 1e-9 }));
    network.initialize(random(0));
    const x = tensor([1, 2, 3, 4, 5, 6, 3, 6, 9, 12, 15, 18], [2, 2, 3]);
    network.forward(x, training);
    const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
    expect(runningMean!.shape).toEqual([2, 3]);
    expect([...(await runningMean!.read())]).toEqual([2, 4, 6, 8, 10, 12]);
    expect([...(await runningVariance!.read())]).toEqual([2, 8, 18, 32, 50, 72]);
    const middle = tensor([2, 4, 6, 8, 10, 12], [1, 2, 3]);
    expect([...network.forward(middle).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each<[string, readonly number[]]>([
    ['without the batch', [1, 2]],
    ['twice the same', [0, 1, 1]],
    ['that are none', [0, 1.5]],
  ])('refuses axes %s', (_, axes) => {
    expect(() => batchNorm({ axes })).toThrow('batchNorm axes: expected different axes to average over');
  });

  it('says which axes an input has', () => {
    expect(() => input([5, 2]).to(batchNorm({ axes: [0, 3] }))).toThrow(
      'layer batch-norm-1, axes: expected an input with an axis 3, got [?, 5, 2], whose axes are 0 to 2',
    );
    expect(() => input([5, 2]).to(batchNorm({ axes: [0, 1, 2] }))).toThrow(
      'layer batch-norm-1, axes: expected an axis that is not averaged over',
    );
  });
});

describe('layers that normalize say what does not fit', () => {
  it('channels that groups do not divide', () => {
    expect(() => input([8, 8, 12]).to(groupNorm(5))).toThrow(
      'layer group-norm-1: expected channels that divide into 5 groups, got [?, 8, 8, 12], with 12 channels. 12 channels divide into 1, 2, 3, 4, 6 or 12 groups.',
    );
  });

  it('groups that are no number of groups', () => {
    expect(() => groupNorm(0)).toThrow('groupNorm(groups): expected a whole number of groups from 1');
    expect(() => groupNorm(undefined as unknown as number)).toThrow('groupNorm(groups)');
  });

  it('a single value of each channel, which would become 0', () => {
    expect(() => input(12).to(instanceNorm() as Layer)).toThrow(
      'layer instance-norm-1: expected several values of each channel, as in [?, height, width, channels], got [?, 12]',
    );
    expect(() => input([1, 1, 12]).to(instanceNorm())).toThrow('got [?, 1, 1, 12]');
  });

  it('what is no image, for neighbors among channels', () => {
    expect(() => input([5, 12]).to(localResponseNorm() as Layer)).toThrow(
      'layer local-response-norm-1: expected images, [?, height, width, channels], got [?, 5, 12]',
    );
  });

  it('options out of range', () => {
    expect(() => localResponseNorm({ k: 0 })).toThrow('localResponseNorm k: expected a number above 0');
    expect(() => localResponseNorm({ alpha: -1 })).toThrow('localResponseNorm alpha');
    expect(() => localResponseNorm({ depthRadius: 1.5 })).toThrow('localResponseNorm depthRadius');
  });
});
