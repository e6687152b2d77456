export * from './catalog.js';
export type { SampleLoss } from './checkedLoss.js';
export { checkFit, checkOutputValues, type NetworkEnd, type OutputValues } from './checkFit.js';
export { computeEachOf } from './computeEachOf.js';
export type { ConfigurableLoss } from './configurable.js';
export type { LossFunction } from './functionLoss.js';
export type { Loss, LossComputation, Targets } from './loss.js';
export { type LossName, resolveLoss } from './resolveLoss.js';
