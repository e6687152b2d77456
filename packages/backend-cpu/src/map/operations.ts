import { mapOperations } from '../generated/mapOperations.js';

export type MapOperation = keyof typeof mapOperations;

/** What one element costs on one thread, where the second-level cache holds everything. */
const NANOSECONDS = 0.4;
const COSTS: Partial<Record<MapOperation, number>> = {
  sqrt: 0.6,
  reciprocal: 0.6,
  rsqrt: 1.2,
  exp: 1.5,
  log: 1.5,
  sigmoid: 1.5,
  tanh: 1.5,
  elu: 1.5,
  softplus: 3,
};

export function nanosecondsOf(operation: MapOperation): number {
  return COSTS[operation] ?? NANOSECONDS;
}

export function codeOf(operation: MapOperation): number {
  return mapOperations[operation].code;
}
