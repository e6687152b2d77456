import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning, surroundingsOf, thisProcess } from './processIdentity.js';

const NAME = /^\.(.+)\.(\d+)-(\d*)-([\da-f]{8})-[\da-f]{8}\.part$/s;
/** How long a draft of another machine is left alone, in milliseconds. */
const FOREIGN_FOR = 24 * 3600 * 1000;
/** File systems take names of 255 bytes, and a draft's has some more than its file's. */
const LONGEST_NAME = 160;

/** Another name for a file while it is written: in the same directory, and saying which process writes it. */
export function draftFor(path: string): string {
  const self = thisProcess();
  const owner = `${self.pid}-${self.started}-${surroundingsOf(self)}`;
  return join(dirname(path), `.${shortened(basename(path))}.${owner}-${randomUUID().slice(0, 8)}.part`);
}

/** Whether this is the name of a draft, of any file or process. */
export function isDraft(name: string): boolean {
  return NAME.test(name);
}

/** Removes the drafts of a file that processes have left which were killed while they wrote. */
export async function removeLeftovers(path: string): Promise<void> {
  const directory = dirname(path);
  const wanted = shortened(basename(path));
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    if (NAME.exec(name)?.[1] === wanted && (await isAbandoned(directory, name))) {
      await rm(join(directory, name), { force: true }).catch(() => {});
    }
  }
}

async function isAbandoned(directory: string, name: string): Promise<boolean> {
  const [, , pid, started = '', surroundings] = NAME.exec(name) as RegExpExecArray;
  if (surroundings === surroundingsOf(thisProcess())) return !isRunning({ pid: Number(pid), started });
  const touched = await stat(join(directory, name)).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > FOREIGN_FOR;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
