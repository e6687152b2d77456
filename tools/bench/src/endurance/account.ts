import { engineInfo } from '@neutype/backend-cpu';
import { memory } from '@tensorflow/tfjs-core';

/** What a process holds. */
export interface Account {
  /** Size of the engine's memory. */
  readonly engineBytes: number;
  /** What of it is in use. */
  readonly usedBytes: number;
  readonly tensors: number;
  readonly tensorBytes: number;
  /** What the operating system counts. */
  readonly residentBytes: number;
}

export function account(): Account {
  const { memoryBytes, usedBytes } = engineInfo();
  const { numTensors, numBytes } = memory();
  return {
    engineBytes: memoryBytes,
    usedBytes,
    tensors: numTensors,
    tensorBytes: numBytes,
    residentBytes: process.memoryUsage.rss(),
  };
}

export function formatAccount({ engineBytes, usedBytes, tensors, residentBytes }: Account): string {
  return (
    `engine ${megabytes(engineBytes)}, in use ${megabytes(usedBytes)}, ${tensors} tensors, ` +
    `resident ${megabytes(residentBytes)}`
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
