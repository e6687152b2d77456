import type { Breath } from '@neutype/core';
import type { Checkpoints } from '../checkpoint/checkpoints.js';
import type { Found } from '../checkpoint/resume.js';
import type { BatchedData } from '../data/batchedData.js';
import type { HistoryWriter } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { FollowedMetric } from '../options/metrics.js';
import type { Settings } from '../options/settings.js';
import type { Pace } from '../schedules/pace.js';
import type { Updater } from '../update/updater.js';
import type { MaskKey } from '../update/updates.js';
import type { TrainingControl } from './trainingControl.js';

/** Updates an epoch, where that is known. */
export function updatesPerEpoch({ train, settings }: TrainingRun): number | undefined {
  return train.updates === undefined ? undefined : Math.ceil(train.updates / settings.accumulate);
}

/** All that one call of `train` works with. */
export interface TrainingRun {
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly train: BatchedData;
  readonly valid: BatchedData | undefined;
  readonly epochs: number;
  readonly metrics: readonly FollowedMetric[];
  readonly updates: Updater;
  /** What the learning rate follows. */
  readonly pace: Pace;
  readonly history: HistoryWriter;
  readonly control: TrainingControl;
  readonly breath: Breath;
  /** What random masks are drawn under. */
  readonly maskKey: MaskKey;
  /** What it goes on from, if it is resumed. */
  readonly found?: Found | undefined;
  /** Where its checkpoints go, if it has any. */
  readonly checkpoints?: Checkpoints | undefined;
}
