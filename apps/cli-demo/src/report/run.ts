import type { Network } from '@neutype/layers';
import type { NdArray } from '@neutype/ndarray';
import type { Optimizer } from '@neutype/optimizers';
import type { Verdict } from '../chapters/report.js';
import type { DatasetName, Settings } from '../flags.js';

/** A run, as its report tells it. */
export interface Run {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly dataset: DatasetName;
  /** How many images it learned from. */
  readonly trainedOn: number;
  /** What computed, in words. */
  readonly engine: string;
  /** All that it took, loading included. */
  readonly seconds: number;
  readonly finished: Date;
  readonly outcome: Checked | Diverged;
}

/** Training went to its end, or to where it was stopped, and the network was checked. */
export interface Checked {
  readonly kind: 'checked';
  /** Whether Ctrl-C stopped it. */
  readonly stopped: boolean;
  /** The images that were kept aside, as people see them: `[images, 28, 28]`. */
  readonly pictures: NdArray;
  readonly verdict: Verdict;
}

/** Training broke off because the loss was no number any more: there is no network to check. */
export interface Diverged {
  readonly kind: 'diverged';
  readonly reason: string;
}

/** A run whose network was checked. */
export type CheckedRun = Run & { readonly outcome: Checked };

/** How many updates a whole epoch has. */
export function updatesPerEpoch({ trainedOn, settings }: Pick<Run, 'trainedOn' | 'settings'>): number {
  return Math.ceil(trainedOn / settings.batchSize);
}

/** How many epochs were gone through to their end. */
export function wholeEpochs(run: Pick<Run, 'optimizer' | 'trainedOn' | 'settings'>): number {
  return run.optimizer.history.epochs.filter(({ updates }) => updates >= updatesPerEpoch(run)).length;
}
