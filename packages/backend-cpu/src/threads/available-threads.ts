import { nodeBuiltin } from './node-builtin.js';

/** The number of cores this program really has: the processors it may run on, within its cgroup's quota. */
export function availableThreads(): number {
  const os = nodeBuiltin<typeof import('node:os')>('node:os');
  if (os === undefined) return globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(os.availableParallelism(), Math.ceil(cgroupQuota())));
}

/** Processors' worth of time that the cgroup grants, version 2 or 1; infinite where there is no limit. */
function cgroupQuota(): number {
  const [quota, period] = readNumbers('/sys/fs/cgroup/cpu.max');
  if (quota !== undefined && period !== undefined) return quota / period;
  const [oldQuota] = readNumbers('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
  const [oldPeriod] = readNumbers('/sys/fs/cgroup/cpu/cpu.cfs_period_us');
  return oldQuota !== undefined && oldPeriod !== undefined && oldQuota > 0
    ? oldQuota / oldPeriod
    : Number.POSITIVE_INFINITY;
}

function readNumbers(path: string): number[] {
  try {
    const fs = nodeBuiltin<typeof import('node:fs')>('node:fs');
    const words = fs?.readFileSync(path, 'utf8').trim().split(/\s+/) ?? [];
    return words.map((word) => (word === 'max' ? Number.POSITIVE_INFINITY : Number(word)));
  } catch {
    return [];
  }
}
