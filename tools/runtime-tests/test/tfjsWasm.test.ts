import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { contractCases } from '../src/index.js';
import { describeCases } from './describeContract.js';

beforeAll(() => useBackend('wasm'));

const DENSE =
  /^(dense|perceptron|sigmoid|softmaxCrossEntropy|relu, relu|tanh, sigmoid|activate|selfGated|matMul|dropout|\d+ )/;
const DENSE_LAYERS =
  /^(input|linear|(leaky|p)?[rR]elu6?|s?elu|gelu|silu|mish|hardSwish|sigmoid|hardSigmoid|tanh|softplus|softmax|logSoftmax|flatten|reshape|dropout|add|multiply|average|concatenate|gatedAverage)\b/;

/** Not a backend of ours, and without kernels for the gradients of convolutions: dense networks and all losses work. */
describe("tfjs's wasm backend", () => {
  const cases = contractCases({ leakSteps: 500 });
  describeCases(
    cases.filter(
      ({ group, name }) =>
        group.startsWith('losses ') || (group.startsWith('layers ') ? DENSE_LAYERS : DENSE).test(name),
    ),
  );
});
