/*
 * The one file that the browser keeps for this page, in the file system that each site has of its own (OPFS): no other site
 * sees it, and it may be large.
 */

const NAME = 'neutype-digits.safetensors';

/** @throws Error in words, where the browser keeps no files */
export async function keepFile(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const directory = await siteDirectory();
  const handle = await directory.getFileHandle(NAME, { create: true });
  if (typeof handle.createWritable !== 'function') throw new Error(NO_FILES);
  const writable = await handle.createWritable();
  await writable.write(bytes);
  await writable.close();
}

/** The file that was kept; `undefined` where there is none. */
export async function keptFile(): Promise<File | undefined> {
  const directory = await siteDirectory();
  try {
    return await (await directory.getFileHandle(NAME)).getFile();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

export async function forgetFile(): Promise<void> {
  await (await siteDirectory()).removeEntry(NAME);
}

const NO_FILES = 'it keeps no files for pages, or not in a private window.';

async function siteDirectory(): Promise<FileSystemDirectoryHandle> {
  // Pages that were not fetched over https have no such storage.
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (typeof storage?.getDirectory !== 'function') throw new Error(NO_FILES);
  return storage.getDirectory();
}
