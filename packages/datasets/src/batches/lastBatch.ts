import { checkChoice, checkCount } from '@neutype/errors';

/** What becomes of samples that do not fill a last batch. */
export type LastBatch = 'keep' | 'drop' | 'fill';

const POLICIES: readonly LastBatch[] = ['keep', 'drop', 'fill'];

export function checkBatchSize(batchSize: unknown, lastBatch: unknown, where: string): void {
  checkCount(`${where}, batchSize`, batchSize);
  checkChoice(`${where}, lastBatch`, lastBatch, POLICIES);
}
