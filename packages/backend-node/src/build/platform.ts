import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { BuildError } from './buildError.js';

/** The libraries take 850 MB, the wheel 280 MB. */
const BYTES_NEEDED = 1.2e9;

/** Refuses systems for which TensorFlow publishes no wheel with a C library. */
export function assertSupportedSystem(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
  musl: boolean = usesMusl(),
): void {
  const supported =
    (platform === 'linux' || platform === 'darwin') && (arch === 'x64' || arch === 'arm64') && !musl;
  if (supported) return;
  throw new BuildError({
    where: 'this system',
    expected: 'Linux with glibc or macOS, on x64 or arm64',
    received: `${platform} on ${arch}${musl ? ' with musl' : ''}`,
    remedy:
      platform === 'win32'
        ? 'Use it in WSL, or install @tensorflow/tfjs-node, whose own binary is found as well.'
        : "Use the cpu backend: import '@neutype/backend-cpu'.",
  });
}

/** Makes a folder, and refuses one that cannot be made or has too little room. */
export function prepareFolder(folder: string, bytesNeeded: number = BYTES_NEEDED): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BuildError(
      {
        where: `cache folder ${folder}`,
        expected: 'a folder that can be written to',
        received: (error as NodeJS.ErrnoException).code ?? String(error),
        remedy: 'Choose another with --cache DIR or NEUTYPE_CACHE_DIR.',
      },
      { cause: error },
    );
  }
  const { bavail, bsize } = statfsSync(nearestExisting(folder));
  const free = bavail * bsize;
  if (free >= bytesNeeded) return;
  throw new BuildError({
    where: `cache folder ${folder}`,
    expected: `${megabytes(bytesNeeded)} of free disk space`,
    received: megabytes(free),
    remedy: 'Free some, or choose another place with --cache DIR.',
  });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

function usesMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}
