import { NeutypeError } from '@neutype/errors';

/** A file cannot be opened, read or written. */
export class FileError extends NeutypeError {
  override readonly name: string = 'FileError';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not touch it',
  EBUSY: 'something else has it in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'something of this name is in the way',
  EFBIG: 'the file would be larger than the file system allows',
  EIO: 'the disk has failed',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open on this machine',
  ENOENT: 'there is no such file or directory',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a directory should be',
  EPERM: 'this user may not touch it',
  EROFS: 'it lies on a file system that is read-only',
};

/** Does something with a file; what goes wrong is said in words. */
export async function explained<T>(
  path: string,
  purpose: 'read' | 'removed' | 'written',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = REASONS[code] ?? message;
    throw new FileError(`${path} cannot be ${purpose}: ${reason} (${code}).`, { cause: error });
  }
}
