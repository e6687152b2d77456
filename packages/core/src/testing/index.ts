import { elementwiseCases } from './cases/elementwise.js';
import { movementCases } from './cases/movement.js';
import { operationGradientCases } from './cases/operations.js';
import { productCases } from './cases/products.js';
import { reductionCases } from './cases/reductions.js';
import type { GradientCase } from './gradientCase.js';

export { random } from '@neutype/random';
export { OPERATIONS } from '../operations/catalog.js';
export { operationCases } from './cases/operations.js';
export { checkGradients, type GradientCheckOptions } from './checkGradients.js';
export { checkOperation, type OperationCase } from './checkOperation.js';
export { checkGradientCase, type GradientCase, type GradientInput } from './gradientCase.js';
export { numericGradient, type TensorFunction } from './numericGradient.js';
export { scattered } from './scattered.js';

/** A case for every kernel that this package differentiates, for everyone who brings a backend. */
export const gradientCases: readonly GradientCase[] = [
  ...elementwiseCases,
  ...reductionCases,
  ...movementCases,
  ...productCases,
  ...operationGradientCases,
];
