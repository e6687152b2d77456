import { mse } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';

describeRandomCases('mse');
describeDerivatives('mse', mse, {
  targets: [
    [0.5, -1],
    [2, 0],
  ],
  values: [
    [1, 1.25],
    [-0.5, 0.75],
  ],
});
