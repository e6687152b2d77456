import { type CheckpointStore, checkpointDirectory } from '@neutype/files';
import type { Reporter } from '../log/reporter.js';
import type { CheckpointPlan } from './checkpointOptions.js';

/** What keeps the checkpoints that a plan speaks of. */
export function storeOf({ place, keepBest, keepLast }: CheckpointPlan, reporter: Reporter): CheckpointStore {
  if (typeof place === 'object' && !(place instanceof URL)) return place;
  const onNotice = (line: string): void => reporter.warn(line);
  return checkpointDirectory(place, { keepLast, keepBest: keepBest !== undefined, onNotice });
}
