export { type Inputs, type Outputs, runOnnx } from './runOnnx.js';
export { drawValues, expectSameOutputs } from './sameOutputs.js';
