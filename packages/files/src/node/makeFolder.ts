import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Folder by folder: `mkdir` with `recursive` never ends where the system says that a folder is missing which is there, as it does
 * in `/proc`.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isFolder(path))) throw error;
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
