import type { CheckpointLabel } from './checkpoint.js';

const NAME = /^checkpoint-(\d{6,})-(\d{10,})\.safetensors$/;

/** `checkpoint-000003-0000001407.safetensors`: listed by name, checkpoints are in the order in which they were taken. */
export function checkpointName({ epoch, update }: CheckpointLabel): string {
  return `checkpoint-${String(epoch).padStart(6, '0')}-${String(update).padStart(10, '0')}.safetensors`;
}

/** The names that are checkpoints', latest first. */
export function checkpointNames(names: readonly string[]): string[] {
  return names.filter((name) => NAME.test(name)).sort(latestFirst);
}

export function latestFirst(a: string, b: string): number {
  const [, epochA, updateA] = NAME.exec(a) ?? [];
  const [, epochB, updateB] = NAME.exec(b) ?? [];
  return Number(epochB) - Number(epochA) || Number(updateB) - Number(updateA);
}
