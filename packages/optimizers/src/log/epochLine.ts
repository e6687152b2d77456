import { formatDuration } from './duration.js';

/** What the line of an epoch tells. */
export interface EpochLine {
  readonly epoch: number;
  readonly seconds: number;
  readonly train: number;
  readonly valid?: number | undefined;
  readonly metrics?: Readonly<Record<string, number>> | undefined;
}

/**
 * `#1 : [2 sec] train: 0.124558, valid: 0.123087`, and then metrics, `accuracy: 0.9634`; without validation data the second
 * number is left out.
 */
export function formatEpochLine({ epoch, seconds, train, valid, metrics = {} }: EpochLine): string {
  const numbers = [`train: ${train.toFixed(6)}`];
  if (valid !== undefined) numbers.push(`valid: ${valid.toFixed(6)}`);
  for (const [name, value] of Object.entries(metrics)) numbers.push(`${name}: ${value.toFixed(4)}`);
  return `#${epoch} : [${formatDuration(seconds)}] ${numbers.join(', ')}`;
}
