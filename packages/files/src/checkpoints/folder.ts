import type { ByteSource } from '../byteSource.js';

/** What a place for checkpoints can do: a directory on disk, or one of a page's own. */
export interface Folder {
  /** What messages call it. */
  readonly name: string;
  /** Makes it where it is not there, and keeps others from writing to it. What dead processes left is removed. */
  open(): Promise<void>;
  /** The names of its files; none where it is not there. */
  names(): Promise<string[]>;
  read<Result>(name: string, work: (source: ByteSource) => Promise<Result>): Promise<Result>;
  /** Writes a file whole or not at all; it has reached the disk when this is done. */
  write(name: string, pieces: Iterable<Uint8Array<ArrayBuffer>>): Promise<void>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** What opens a folder. */
export interface FolderOptions {
  /** The function that was given it, for messages. */
  readonly where: string;
  readonly warn: (message: string) => void;
}
