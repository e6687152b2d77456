import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '@neutype/files';
import { LogError } from '../logError.js';
import { existsProblem } from './logFile.js';
import type { LogSettings } from './logOptions.js';
import { RecordFile } from './recordFile.js';

/** Opens a new event file in a folder, by a name that TensorBoard looks for and that no other process gives. */
export async function openEvents(
  where: string,
  folder: string,
  { existing, now }: LogSettings,
): Promise<RecordFile> {
  await makeFolder(folder);
  const files = (await readdir(folder)).filter((name) => name.includes('.tfevents.'));
  if (existing === 'refuse' && files.length > 0) throw new LogError(existsProblem(where));
  if (existing === 'replace') await Promise.all(files.map((name) => rm(join(folder, name))));
  count += 1;
  const seconds = String(Math.floor(now())).padStart(10, '0');
  return RecordFile.create(
    join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${count}`),
  );
}

/** Files that this process has opened. */
let count = 0;
