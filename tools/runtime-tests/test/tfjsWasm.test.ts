import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { contractCases } from '../src/index.js';
import { describeCases } from './describeContract.js';

beforeAll(() => useBackend('wasm'));

/** Not a backend of ours, and without kernels for the gradients of convolutions: dense networks work all the same. */
describe("tfjs's wasm backend", () => {
  const dense =
    /^(dense|perceptron|sigmoid|softmaxCrossEntropy|relu, relu|tanh, sigmoid|activate|matMul|dropout|\d+ )/;
  describeCases(contractCases({ leakSteps: 500 }).filter(({ name }) => dense.test(name)));
});
