import { DataError, shown } from '@neutype/errors';
import type { UnzipFileFilter } from 'fflate';

/** The files of a zip archive in memory. */
export interface Archive {
  /** The names in it. */
  readonly names: readonly string[];
  /**
   * One file of it.
   *
   * @param most how many bytes it may say it has
   * @throws DataError where it is damaged, larger than that, or not there
   */
  file(name: string, most: number): Uint8Array<ArrayBuffer>;
}

/**
 * Opens a zip archive. Nothing is unpacked but the files that are asked for, and none of them takes more memory than its
 * directory says: what unpacks to more is refused.
 *
 * @throws DataError for what is no zip archive
 */
export async function openArchive(bytes: Uint8Array, where: string): Promise<Archive> {
  const { unzipSync } = await import('fflate');
  const unpacked = (filter: UnzipFileFilter): Record<string, Uint8Array> => {
    try {
      return unzipSync(bytes, { filter });
    } catch (error) {
      throw explained(error, bytes, where);
    }
  };
  const sizes = new Map<string, number>();
  unpacked(({ name, originalSize }) => {
    if (sizes.has(name)) throw damaged(where, `${shown(name)} once`, 'an archive that has it twice');
    sizes.set(name, originalSize);
    return false;
  });
  return {
    names: [...sizes.keys()],
    file(name, most) {
      const size = sizes.get(name);
      if (size === undefined) {
        throw damaged(where, `${name} in the archive`, shown([...sizes.keys()].slice(0, 10)));
      }
      if (size > most) {
        throw damaged(where, `at most ${most} bytes of ${name}`, `${size} that it would unpack to`);
      }
      const found = unpacked((file) => file.name === name)[name];
      if (found?.length === size) return found as Uint8Array<ArrayBuffer>;
      throw damaged(where, `${size} bytes of ${name}`, `${found?.length}`);
    },
  };
}

function explained(error: unknown, bytes: Uint8Array, where: string): DataError {
  if (error instanceof DataError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const expected = 'a zip archive that is whole, as Keras 3 writes it';
  if (bytes[0] !== 0x89 || bytes[1] !== 0x48) return damaged(where, expected, `one that fails: ${said}`);
  return new DataError({
    where,
    expected,
    received: 'an HDF5 file',
    remedy:
      "In Keras, write model.save('model.keras'); importKerasWeights reads weights alone into a network of the same layers.",
  });
}

function damaged(where: string, expected: string, received: string): DataError {
  return new DataError({ where, expected, received });
}
