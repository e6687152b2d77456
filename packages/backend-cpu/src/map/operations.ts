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

/** The same of generated code, which keeps to registers: what it costs is memory, the more so the more it reads and writes. */
export function generatedNanosecondsOf(instructions: number, streams: number): number {
  return 0.03 * instructions + 0.08 * streams;
}

export function codeOf(operation: MapOperation): number {
  return mapOperations[operation].code;
}
