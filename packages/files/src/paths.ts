import { makeFolder as makeFolderHere, toPath as toPathHere } from './platform/node.js';

/**
 * Makes a folder, and those above it that are missing. In Node.
 *
 * @throws the error of the system for the folder that could not be made
 *
 * @example
 * ```ts
 * await makeFolder('runs/first');
 * ```
 */
export function makeFolder(path: string): Promise<void> {
  return makeFolderHere(path);
}

/**
 * The path of a file or directory that may be given as a `file:` URL. In Node.
 *
 * @param where the function that was given it, for messages
 * @throws OptionError for what is neither a path nor a `file:` URL
 */
export function toPath(given: string | URL, where: string): string {
  return toPathHere(given, where);
}
