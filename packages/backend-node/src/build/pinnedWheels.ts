import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError } from './buildError.js';

/** The TensorFlow that is built unless another is asked for, and the Python whose wheel of it is taken first. */
export const CHOSEN = { tensorflow: '2.21.0', python: '3.11' } as const;

/** SHA-256 of wheels, as PyPI publishes them. */
const PINNED: Readonly<Record<string, string>> = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

export interface WheelChecksum {
  /** In hexadecimal. */
  readonly sha256: string;
  /** Whether it is one that this package knows; then nobody has changed the wheel, its own record included. */
  readonly isPinned: boolean;
}

/**
 * A wheel's checksum.
 *
 * @throws BuildError where there is no wheel, or another of a name whose checksum is pinned
 */
export async function checksumOfWheel(
  wheel: string,
  pinned: Readonly<Record<string, string>> = PINNED,
): Promise<WheelChecksum> {
  if (!existsSync(wheel)) {
    throw new BuildError({ where: `wheel ${wheel}`, expected: 'a file', received: 'nothing there' });
  }
  const sha256 = await sha256Of(wheel);
  const wanted = pinned[basename(wheel)];
  if (wanted !== undefined && wanted !== sha256) {
    throw new BuildError({
      where: `wheel ${basename(wheel)}`,
      expected: `the published one (SHA-256 ${wanted})`,
      received: `another (SHA-256 ${sha256})`,
      remedy: 'Download it again, from PyPI or a mirror that you trust.',
    });
  }
  return { sha256, isPinned: Object.values(pinned).includes(sha256) };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
