import { NeutypeError } from '@neutype/errors';

/** A file cannot be opened, read or written. */
export class FileError extends NeutypeError {
  override readonly name: string = 'FileError';
}

/** By the codes of Node's errors, and the names of a browser's. */
const REASONS: Readonly<Record<string, string>> = {
  AbortError: 'the browser broke off, as it does where it gives a page no more room',
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
  NoModificationAllowedError: 'something else has it open',
  NotFoundError: 'there is no such file or directory',
  QuotaExceededError: 'the browser gives this page no more room',
  SecurityError: 'the browser does not let this page keep files',
  TypeMismatchError: 'a file stands where a directory should be, or the other way around',
};

/** A file that is written need not be there; its directory must. */
const REASONS_NOT_WRITTEN: Readonly<Record<string, string>> = {
  ENOENT: 'the directory that it should be in does not exist',
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
    const code = codeOf(error);
    if (code === undefined) throw error;
    const reason =
      (purpose === 'written' ? REASONS_NOT_WRITTEN[code] : undefined) ??
      REASONS[code] ??
      (error as Error).message;
    throw new FileError(`${path} cannot be ${purpose}: ${reason} (${code}).`, { cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof DOMException ? error.name : (error as NodeJS.ErrnoException).code;
}
