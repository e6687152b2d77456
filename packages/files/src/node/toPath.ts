import { fileURLToPath } from 'node:url';
import { OptionError } from '@neutype/errors';

/** @throws OptionError for what is neither a path nor a `file:` URL */
export function toPath(given: string | URL, where: string): string {
  if (typeof given === 'string' && given !== '') return given;
  if (given instanceof URL && given.protocol === 'file:') return fileURLToPath(given);
  throw new OptionError({
    where: `${where}, file`,
    expected: 'a path or a file: URL',
    received: given === '' ? 'an empty text' : String(given),
  });
}
