import { resolve } from 'node:path';
import { DataNotFoundError } from '../support/errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder. Check the path',
  ENOTDIR: 'a part of the path is a file, expected a folder. Check the path',
  EISDIR: 'is a folder, expected a file. Name the file in it',
  EACCES: 'this user may not read it. Change its permissions',
  EPERM: 'this user may not read it. Change its permissions',
};

/** The error for a path that cannot be opened: a sentence with the path, and with where a relative one was looked for. */
export function openFailure(path: string, where: string, error: unknown): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const absolute = resolve(path);
  const looked = absolute === path ? '' : `, which was looked for at ${absolute}`;
  return new DataNotFoundError(`${where}: ${path}: ${REASONS[code] ?? message}${looked}.`, { cause: error });
}
