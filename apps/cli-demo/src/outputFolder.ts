import { open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OptionError, shown } from '@neutype/errors';
import { makeFolder } from '@neutype/logs';

/** A directory that files are written to, each whole or not at all. */
export interface OutputFolder {
  /** Absolute. */
  readonly path: string;
  write(name: string, text: string): Promise<void>;
}

/** About what the pictures and the page of a run take. */
const PROBE_BYTES = 1 << 20;

/**
 * Makes a directory, if it is not there, and makes sure that a run's files can be written to it: before the run rather
 * than after it.
 *
 * @throws OptionError that names the directory and what is in the way
 */
export async function openOutputFolder(folder: string): Promise<OutputFolder> {
  const path = resolve(folder);
  try {
    await makeFolder(path);
    await writeAndClose(probeOf(path), new Uint8Array(PROBE_BYTES));
  } catch (error) {
    throw new OptionError({
      where: '--out',
      expected: 'a directory that can be written to',
      received: `${shown(folder)} (${(error as Error).message})`,
      remedy: 'Choose another with --out.',
    });
  } finally {
    await rm(probeOf(path), { force: true }).catch(() => {});
  }
  return { path, write: (name, text) => writeWhole(path, name, text) };
}

function probeOf(path: string): string {
  return join(path, '.neutype-probe');
}

/** Under another name first: a full disk leaves no half of a file, and no other file damaged. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const part = join(folder, `.${name}.part`);
  try {
    await writeAndClose(part, text);
    await rename(part, join(folder, name));
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw new OptionError({
      where: '--out',
      expected: `to write ${name} to ${shown(folder)}`,
      received: (error as Error).message,
      remedy: 'Make room there, or choose another directory with --out.',
    });
  }
}

/** `writeFile`, and the disk has it: some say that they are full only then. */
async function writeAndClose(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
