import { open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** What is written when a path is: a file that another takes the place of, or what only takes bytes. */
type Target =
  | { readonly kind: 'file'; readonly path: string; readonly former?: Former }
  | { readonly kind: 'stream' }
  | { readonly kind: 'output'; readonly output: NodeJS.WriteStream };

/** What stays of the file that was there. */
export interface Former {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const MOST_LINKS = 40;
/** They lead to a file that is open already, and may be one on disk: what else has it open would write to the old one. */
const DESCRIPTOR = /^\/(?:dev\/fd\/\d+|proc\/(?:\d+|self)\/fd\/\d+)$/;

/** Follows symbolic links, also to a file that is not there yet. */
export async function targetOf(given: string): Promise<Target> {
  // Opened by their names they would begin anew, and cannot be where they are sockets.
  if (given === '/dev/stdout') return { kind: 'output', output: process.stdout };
  if (given === '/dev/stderr') return { kind: 'output', output: process.stderr };
  if (DESCRIPTOR.test(resolve(given))) return { kind: 'stream' };
  const found = await stat(given).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return { kind: 'file', path: await followed(given) };
  if (!found.isFile() && !found.isDirectory()) return { kind: 'stream' };
  const path = await realpath(given);
  // A file may be replaced wherever its directory can be written; one that is write-protected is meant to stay.
  await (await open(path, 'r+')).close();
  return { kind: 'file', path, former: { mode: found.mode & 0o7777, uid: found.uid, gid: found.gid } };
}

async function followed(given: string): Promise<string> {
  let path = given;
  for (let links = 0; links < MOST_LINKS; links++) {
    const next = await readlink(path).catch(() => undefined);
    if (next === undefined) return path;
    path = resolve(dirname(path), next);
  }
  return given;
}
