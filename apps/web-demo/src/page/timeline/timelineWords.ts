/** What is shown, in words: an epoch of a run, or what there is now. */
export interface Moment {
  /** `undefined` for now. */
  readonly epoch: number | undefined;
  /** The last epoch that has ended. */
  readonly lastEpoch: number;
  /** The share of validation digits that were right then, where that is known. */
  readonly accuracy: number | undefined;
}

/** `Epoch 3 of 10, 91.2 % right`. */
export function momentInWords({ epoch, lastEpoch, accuracy }: Moment): string {
  const right = accuracy === undefined ? '' : `, ${(100 * accuracy).toFixed(1)} % right`;
  if (epoch === undefined) return `Now, after epoch ${lastEpoch}${right}`;
  if (epoch === 0) return `Before it had learnt anything${right}`;
  return `Epoch ${epoch} of ${lastEpoch}${right}`;
}

/** Which epochs there are to go back to, where that are not all. */
export function keptInWords(every: number): string | undefined {
  if (every === 1) return undefined;
  const ordinal = every === 2 ? 'second' : `${every}th`;
  return `So as not to fill the memory, every ${ordinal} epoch is kept.`;
}
