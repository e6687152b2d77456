import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedEnd, LoggedEpoch, LoggedOptimizer, LogSignal } from '../../src/index.js';

/** An optimizer as far as logs look at it. */
export interface FakeOptimizer extends LoggedOptimizer {
  readonly history: { readonly train: number[] };
}

export function optimizer(): FakeOptimizer {
  return {
    algorithm: 'Momentum',
    seed: 7,
    options: { loss: "'mse'" },
    history: { train: [] },
    network: {
      parameters: [{ name: 'relu-1.weight', read: () => Promise.resolve(Float32Array.of(-1, 0, 3)) }],
    },
  };
}

export const START = { epochs: 3, samples: 20, batchSize: 10 };

export function epoch(number: number, more: Partial<LoggedEpoch> = {}): LoggedEpoch {
  const loss = 1 / number;
  return {
    epoch: number,
    train: loss,
    trainMean: loss / 2,
    valid: loss / 4,
    step: 0.2 / 2 ** number,
    seconds: 0.5,
    updates: 2,
    ...more,
  };
}

/** Signals a run of epochs, each of two updates. */
export async function train(
  signal: LogSignal,
  records: readonly LoggedEpoch[],
  { trained = optimizer(), end = {} }: { trained?: FakeOptimizer; end?: LoggedEnd } = {},
): Promise<void> {
  await signal.trainStart(trained, START);
  for (const record of records) {
    trained.history.train.push(record.train * 2, record.train);
    await signal.epochEnd(trained, record);
  }
  await signal.trainEnd(trained, end);
}

/** A folder that goes when the test is over. */
export function withFolder(test: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neutype-logs-'));
    try {
      await test(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}
