import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory, mul, type Scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { Parameter, useBackend, valueAndGradients } from '../src/index.js';
import { withReferenceKernels } from './support/referenceKernels.js';

beforeAll(() => useBackend('cpu'));

function valuesOf(x: Tensor): number[] {
  return [...x.dataSync()];
}

function withWeight(body: (weight: Parameter) => void): void {
  const before = memory().numTensors;
  const weight = new Parameter({ name: 'weight', shape: [2], values: [1, 2] });
  tidy(() => body(weight));
  weight.dispose();
  expect(memory().numTensors).toBe(before);
}

/** The values must not depend on whether the backend has the kernel. */
async function bothWays(body: (weight: Parameter, inPlace: boolean) => void): Promise<void> {
  withWeight((weight) => body(weight, false));
  await withReferenceKernels(() => withWeight((weight) => body(weight, true)));
}

describe('assigning to the variable of a parameter', () => {
  it('keeps its memory where the backend has the kernel, and takes over that of the value elsewhere', () =>
    bothWays(({ variable }, inPlace) => {
      const { dataId } = variable;
      const value = tensor([3, 4], [2], 'float32');
      variable.assign(value);
      expect(valuesOf(variable)).toEqual([3, 4]);
      expect(variable.dataId === dataId).toBe(inPlace);
      expect(variable.dataId === value.dataId).toBe(!inPlace);
      value.dispose();
      expect(valuesOf(variable)).toEqual([3, 4]);
    }));

  it('leaves a clone with the values that it was taken of', () =>
    bothWays(({ variable }) => {
      const clone = variable.clone();
      variable.assign(tensor([3, 4], [2], 'float32'));
      expect(valuesOf(clone)).toEqual([1, 2]);
      expect(valuesOf(variable)).toEqual([3, 4]);
    }));

  it('leaves a tape with the values that it has saved', () =>
    bothWays(({ variable }) => {
      const { value, gradients } = valueAndGradients(() => {
        const squares = mul(variable, variable);
        variable.assign(tensor([30, 40], [2], 'float32'));
        return sum(squares) as Scalar;
      }, [variable]);
      expect(valuesOf(value)).toEqual([5]);
      expect(valuesOf(gradients[0] as Tensor)).toEqual([2, 4]);
      expect(valuesOf(variable)).toEqual([30, 40]);
    }));

  it('changes nothing where the variable, or another shape of it, is the value', () =>
    bothWays(({ variable }) => {
      variable.assign(variable);
      variable.assign(variable.clone());
      expect(valuesOf(variable)).toEqual([1, 2]);
    }));

  it('refuses other shapes and types as tfjs does', () =>
    bothWays(({ variable }) => {
      expect(() => variable.assign(tensor([1, 2, 3], [3], 'float32'))).toThrow('shape of the new value (3)');
      expect(() => variable.assign(tensor([1, 2], [2], 'int32'))).toThrow('dtype of the new value (int32)');
      expect(valuesOf(variable)).toEqual([1, 2]);
    }));
});
