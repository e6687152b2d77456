import { resolve } from 'node:path';
import { DataNotFoundError } from '../support/errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, expected a folder',
  EISDIR: 'is a folder, expected a file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

/** The error for a path that cannot be opened: a sentence with the path, and with where a relative one was looked for. */
export function openFailure(path: string, where: string, error: unknown): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const absolute = resolve(path);
  const looked = absolute === path ? '' : ` (looked for at ${absolute})`;
  return new DataNotFoundError(`${where}: ${path}: ${REASONS[code] ?? message}${looked}.`, { cause: error });
}
