export { binaryCrossentropy } from './binaryCrossentropy.js';
export { categoricalCrossentropy } from './categoricalCrossentropy.js';
export { checkFit, checkOutputValues, type NetworkEnd, type OutputValues } from './checkFit.js';
export type { Loss, Targets } from './loss.js';
export { mse } from './mse.js';
export { type LossFunction, type LossName, resolveLoss } from './resolveLoss.js';
