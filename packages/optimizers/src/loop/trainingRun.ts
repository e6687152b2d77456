import type { Breath } from '@neutype/core';
import type { BatchedData } from '../data/batchedData.js';
import type { HistoryWriter } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { Settings } from '../options/settings.js';
import type { Updates } from '../update/updates.js';
import type { TrainingControl } from './trainingControl.js';

/** All that one call of `train` works with. */
export interface TrainingRun {
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly train: BatchedData;
  readonly valid: BatchedData | undefined;
  readonly epochs: number;
  readonly updates: Updates;
  readonly history: HistoryWriter;
  readonly control: TrainingControl;
  readonly breath: Breath;
}
