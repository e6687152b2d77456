/** How far an epoch has come that is not done yet. */
export interface Progress {
  /** What the batches of each update count in a mean over batches. */
  readonly weights: readonly number[];
  /** Batches that these updates were made of. */
  readonly batches: number;
  /** How long it has taken so far. */
  readonly seconds: number;
  /** What it stands at: its updates, or the validation after all of them. */
  readonly stage: 'updates' | 'validation';
}
