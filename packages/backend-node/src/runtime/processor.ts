import { readFileSync } from 'node:fs';

const WORTH_NAMING = [
  'avx',
  'avx2',
  'fma',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'amx_tile',
  'asimd',
  'sve',
];

/**
 * Those instruction sets of this processor that TensorFlow and oneDNN choose their kernels by; `undefined` where the
 * system does not tell (it does on Linux).
 */
export function processorFeatures(cpuInfo: string | undefined = linuxCpuInfo()): string[] | undefined {
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuInfo ?? '')?.[1]?.split(' ');
  return flags && WORTH_NAMING.filter((feature) => flags.includes(feature));
}

/**
 * Whether TensorFlow's own builds run on this processor. On x86-64 they need AVX, and end the whole process where it
 * is missing, which is why it is asked first.
 */
export function processorSuffices(
  features: readonly string[] | undefined = processorFeatures(),
  arch: string = process.arch,
): boolean {
  return arch !== 'x64' || features === undefined || features.includes('avx');
}

function linuxCpuInfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
}
