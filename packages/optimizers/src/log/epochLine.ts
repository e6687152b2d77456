import { formatDuration } from './duration.js';

/** What the line of an epoch tells. */
export interface EpochLine {
  readonly epoch: number;
  readonly seconds: number;
  readonly train: number;
  readonly valid?: number | undefined;
}

/** `#1 : [2 sec] train: 0.124558, valid: 0.123087`; without validation data the second number is left out. */
export function formatEpochLine({ epoch, seconds, train, valid }: EpochLine): string {
  const losses = [`train: ${train.toFixed(6)}`];
  if (valid !== undefined) losses.push(`valid: ${valid.toFixed(6)}`);
  return `#${epoch} : [${formatDuration(seconds)}] ${losses.join(', ')}`;
}
