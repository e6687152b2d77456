import type { Breath } from '@neutype/core';
import type { Random } from '@neutype/random';
import type { Pairs } from '../data/pairs.js';
import type { HistoryWriter } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { Settings } from '../options/settings.js';
import type { Updates } from '../update/updates.js';
import type { TrainingControl } from './trainingControl.js';

/** All that one call of `train` works with. */
export interface TrainingRun {
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly train: Pairs;
  readonly valid: Pairs | undefined;
  readonly epochs: number;
  /** Samples an update. */
  readonly batchSize: number;
  /** Samples an epoch: all, but for a smaller last batch that is left out. */
  readonly samplesPerEpoch: number;
  readonly updates: Updates;
  readonly history: HistoryWriter;
  /** What the order of samples is drawn from. */
  readonly shuffling: Random;
  readonly control: TrainingControl;
  readonly breath: Breath;
}
