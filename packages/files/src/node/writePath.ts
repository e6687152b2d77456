import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explained } from '../fileError.js';
import type { Pieces } from '../pieces.js';
import { draftFor, removeLeftovers } from './draft.js';
import { syncDirectory, syncFile } from './sync.js';
import { type Former, targetOf } from './target.js';
import { toPath } from './toPath.js';
import { checkPiece, writePieces } from './writePieces.js';

/**
 * Writes a file whole or not at all: under another name in the same directory, which becomes the file's when all has
 * reached the disk. Killed at any moment, it leaves what was there before, or the new file.
 *
 * A file that was there keeps its permissions, and a symbolic link goes on pointing to it. What is no file, like
 * `/dev/stdout`, gets the bytes as they come.
 *
 * @throws FileError where it cannot be written; what was there before stays
 */
export async function writePath(given: string | URL, pieces: Pieces, where: string): Promise<void> {
  const path = toPath(given, where);
  await explained(path, 'written', async () => {
    const target = await targetOf(path);
    if (target.kind === 'output') return writeOutput(target.output, pieces);
    if (target.kind === 'stream') return writeStream(path, pieces);
    await replaceFile(target.path, pieces, target);
    await removeLeftovers(target.path);
  });
}

/**
 * Puts a file in the place of another, or where none is; errors are the system's own.
 *
 * @param beforeRename what is still to be checked when all bytes are on the disk
 */
export async function replaceFile(
  path: string,
  pieces: Pieces,
  { former, beforeRename }: { readonly former?: Former; readonly beforeRename?: () => Promise<void> } = {},
): Promise<void> {
  const draft = draftFor(path);
  try {
    await writeDraft(draft, pieces, former);
    await beforeRename?.();
    await rename(draft, path);
  } catch (error) {
    // What went wrong first is told, and not that the draft of it cannot be removed either.
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
  await syncDirectory(dirname(path));
}

async function writeDraft(path: string, pieces: Pieces, former: Former | undefined): Promise<void> {
  // Nobody may read meanwhile what only few may read afterwards.
  const handle = await open(path, 'wx', former === undefined ? 0o666 : former.mode & 0o666);
  try {
    if (former !== undefined) await takeOver(handle, former);
    await writePieces(handle, pieces);
    await syncFile(handle);
  } finally {
    await handle.close();
  }
}

async function takeOver(handle: FileHandle, { mode, uid, gid }: Former): Promise<void> {
  // Only an administrator may give files away; for others it stays their own.
  await handle.chown(uid, gid).catch(() => {});
  await handle.chmod(mode).catch(() => {});
}

async function writeStream(path: string, pieces: Pieces): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await writePieces(handle, pieces);
  } finally {
    await handle.close();
  }
}

async function writeOutput(output: NodeJS.WriteStream, pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    checkPiece(piece);
    await new Promise<void>((resolve, reject) => {
      output.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
}
