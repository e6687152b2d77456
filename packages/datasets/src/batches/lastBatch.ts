/** What becomes of samples that do not fill a last batch. */
export type LastBatch = 'keep' | 'drop' | 'fill';

const policies: readonly LastBatch[] = ['keep', 'drop', 'fill'];

export function checkBatchSize(batchSize: number, lastBatch: LastBatch, where: string): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${where}: batchSize must be an integer from 1 up, got ${batchSize}.`);
  }
  if (!policies.includes(lastBatch)) {
    throw new RangeError(
      `${where}: lastBatch must be 'keep', 'drop' or 'fill', got ${JSON.stringify(lastBatch)}.`,
    );
  }
}
