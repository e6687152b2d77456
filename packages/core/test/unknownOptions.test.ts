import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ones, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { avgPool, compileStep, conv2d, maxPool, OptionError, Parameter, useBackend } from '../src/index.js';
import { checkGradients } from '../src/testing/index.js';

beforeAll(() => useBackend('cpu'));

function image() {
  return ones([1, 4, 4, 1]);
}

describe('an option that nobody knows is refused, and the one that was meant is named, by', () => {
  it.each<[string, () => unknown, string]>([
    ['conv2d', () => conv2d(image(), ones([2, 2, 1, 1]), undefined, { stride: 2 } as object), "'strides'"],
    ['maxPool', () => maxPool(image(), { size: 2, paddings: 'same' } as never), "'padding'"],
    ['avgPool', () => avgPool(image(), { size: 2, stride: 1 } as never), "'strides'"],
    [
      'compileStep',
      () => compileStep({ step: () => [], replayable: true, external: () => [] } as never),
      "'externals'",
    ],
    ['parameter', () => new Parameter({ name: 'weight', shape: [1], value: [1] } as never), "'values'"],
  ])('%s', (_, use, meant) => {
    expect(use).toThrow(OptionError);
    expect(use).toThrow(meant);
  });

  it('checkGradients', async () => {
    const check = checkGradients((x) => x as Tensor, [tensor1d([1])], { tolerence: 1 } as object);
    await expect(check).rejects.toThrow("Did you mean 'tolerance'?");
  });
});
