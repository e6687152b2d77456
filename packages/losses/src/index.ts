export { binaryCrossentropy } from './binaryCrossentropy.js';
export { categoricalCrossentropy } from './categoricalCrossentropy.js';
export type { SampleLoss } from './checkedLoss.js';
export { checkFit, checkOutputValues, type NetworkEnd, type OutputValues } from './checkFit.js';
export { computeEachOf } from './computeEachOf.js';
export type { LossFunction } from './functionLoss.js';
export type { Loss, LossComputation, Targets } from './loss.js';
export { mse } from './mse.js';
export { type LossName, resolveLoss } from './resolveLoss.js';
