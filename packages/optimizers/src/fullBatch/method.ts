import type { Model } from '@neutype/core';
import type { Objective } from '../update/objective.js';
import type { Minimizer } from './minimizer.js';
import type { NetworkLandscape } from './networkLandscape.js';

/** What a method is to work on. */
export interface Task {
  /** How many weights are trained. */
  readonly weights: number;
  /** How many samples there are. */
  readonly samples: number;
  readonly model: Model;
}

/**
 * An algorithm that looks at the loss itself, at more points than one for each update, and so needs all training data
 * each time.
 */
export interface FullBatchMethod {
  /** Whether it has a learning rate; most find out themselves how far to go. */
  readonly hasStep?: boolean;
  /** Begins, and remembers nothing yet. */
  begin(): Minimizer<NetworkLandscape>;
  /** Refuses what it cannot do: another loss, a regularizer. */
  checkObjective?(objective: Pick<Objective, 'loss' | 'regularizer'>): void;
  /** Refuses what it has no memory for. */
  checkSize?(task: Task): void;
}
