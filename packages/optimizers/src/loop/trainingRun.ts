import type { Random } from '@neutype/random';
import type { Pairs } from '../data/pairs.js';
import type { HistoryWriter } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { Settings } from '../options/settings.js';
import type { BatchSteps } from '../step/batchSteps.js';
import type { TrainSteps } from '../step/trainSteps.js';
import type { BackendSwitch } from './backendSwitch.js';
import type { Breath } from './breathe.js';
import type { StopFlag } from './stopFlag.js';

/** All that one call of `train` works with. */
export interface TrainingRun {
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly train: Pairs;
  readonly valid: Pairs | undefined;
  readonly epochs: number;
  /** Samples an update. */
  readonly batchSize: number;
  readonly trainSteps: TrainSteps;
  readonly lossSteps: BatchSteps;
  readonly history: HistoryWriter;
  /** What the order of samples is drawn from. */
  readonly shuffling: Random;
  readonly stop: StopFlag;
  readonly breath: Breath;
  readonly backendSwitch: BackendSwitch;
  /** Brings all that training keeps to another backend. */
  readonly moveToBackend: (backend: string) => Promise<void>;
}
