import { readFile, rm } from 'node:fs/promises';
import type { LogSettings } from './logOptions.js';
import { RecordFile } from './recordFile.js';

/**
 * Opens a log of lines.
 *
 * @param check looks at the lines that are there, and throws if they are not of such a log
 */
export async function openLines(
  where: string,
  path: string,
  { existing, warn }: LogSettings,
  check: (lines: readonly string[]) => void,
): Promise<RecordFile> {
  if (existing === 'replace') await rm(path, { force: true });
  const bytes = existing === 'append' ? await contentOf(path) : undefined;
  if (bytes === undefined) return RecordFile.create(path);
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  const lines = bytes.toString('utf8').split('\n');
  const unfinished = lines.pop() as string;
  if (bytes.length > 0) check(end > 0 ? lines : [unfinished]);
  if (end < bytes.length) warn(`${where}: the last line was not written whole, and was cut off.`);
  return RecordFile.resume(path, end);
}

const NEWLINE = 10;

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}
