import { cgroupQuota } from './cgroupQuota.js';
import { nodeBuiltin, readText } from './nodeBuiltin.js';

/** The number of cores this program really has: the processors it may run on, within its cgroup's quota. */
export function availableThreads(): number {
  const os = nodeBuiltin<typeof import('node:os')>('node:os');
  if (os === undefined) return globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(os.availableParallelism(), Math.ceil(cgroupQuota(readText))));
}
