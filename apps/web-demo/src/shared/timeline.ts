/** Which epochs of a run can be gone back to. */
export interface Timeline {
  /** Those whose weights are kept, rising; 0 is before the first. Empty where there is nothing to go back to. */
  readonly epochs: readonly number[];
  /** 1 while all are kept, 2 where every second is, and so on. */
  readonly every: number;
  /** The one that the page shows; `undefined` for what there is now. */
  readonly lookedAt: number | undefined;
  /** Whether one epoch's weights are already too many to be kept. */
  readonly isTooLarge: boolean;
}

export interface TimelineReport {
  readonly type: 'timeline';
  readonly timeline: Timeline;
}

export type TimelineRequest =
  /** Shows the network as it was after this epoch; `undefined` is now. */
  | { readonly type: 'lookAtEpoch'; readonly epoch: number | undefined }
  /** Makes the network what it was after the epoch that is looked at; not while it is trained. */
  | { readonly type: 'goOnFromHere' };
