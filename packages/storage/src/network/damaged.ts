import { DataError } from '@neutype/errors';
import type { ByteSource } from '@neutype/files';

/** What is wrong with a file that `save` may have written. */
export function damaged({ name }: ByteSource, expected: string, received: string): DataError {
  return new DataError({
    where: `load, ${name}`,
    expected,
    received,
    remedy: 'The file is damaged: fetch or write it again.',
  });
}
