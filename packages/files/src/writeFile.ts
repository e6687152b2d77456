import type { Pieces } from './pieces.js';
import { writePath } from './platform/node.js';

/**
 * Writes a file whole or not at all: killed at any moment, it leaves what was there before, or the new file. In Node.
 *
 * @param file its path, or a `file:` URL
 * @param pieces its bytes, written one after another
 * @param where what messages call the function, where it is another's work
 * @throws FileError where it cannot be written, saying why; what was there before stays
 *
 * @example
 * ```ts
 * await writeFile('weights.safetensors', writeSafetensors(await network.read()));
 * ```
 */
export function writeFile(file: string | URL, pieces: Pieces, where = 'writeFile'): Promise<void> {
  return writePath(file, pieces, where);
}
