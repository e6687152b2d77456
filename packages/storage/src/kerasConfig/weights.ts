import type { KerasConfig } from './kerasConfig.js';
import type { WeightReading } from './reading.js';

/** The bias of a layer that has one. */
export function biasWeight(config: KerasConfig): readonly WeightReading[] {
  return config.hasBias ? [{ names: ['bias'], parameter: 'bias' }] : [];
}
