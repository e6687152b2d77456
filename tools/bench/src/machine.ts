import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Cores that may be used. */
export const cores: number = availableParallelism();

/** 1, 2, 4 … and all cores: the numbers of threads worth a try. */
export function threadCounts(most: number): readonly number[] {
  const counts = new Set<number>();
  for (let count = 1; count < most; count *= 2) counts.add(count);
  return [...counts.add(most)];
}

/** The machine and the runtime, a line each. */
export function describeMachine(): string[] {
  return [
    `${cpus()[0]?.model.trim() || 'unknown processor'}, ${cores} ${cores === 1 ? 'core' : 'cores'} in use, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${process.arch}${virtual()}`,
    `Node ${process.versions.node}, V8 ${process.versions.v8}`,
  ];
}

/** Whether the processor says that it can do this. */
function hasFlag(flag: string): boolean {
  try {
    return new RegExp(`^flags.*\\b${flag}\\b`, 'm').test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}

/** A hypervisor's other guests may slow it down. */
function virtual(): string {
  return hasFlag('hypervisor') ? ', virtual machine' : '';
}

/** Instructions of 512 bits, which PyTorch uses and WebAssembly has no way to. */
export const HAS_AVX512: boolean = hasFlag('avx512f');
