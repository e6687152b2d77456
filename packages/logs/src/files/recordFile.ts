import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@neutype/files';

/**
 * A file that grows record by record. A record is written behind the last one that was written whole: what a failed or
 * interrupted write has left there is overwritten. No handle is kept open between records, so that a run that ends in
 * any way leaves nothing behind.
 */
export class RecordFile {
  readonly path: string;
  #end: number;
  #unwritten: Uint8Array[] = [];

  /** @param end how long it is */
  constructor(path: string, end: number) {
    this.path = path;
    this.#end = end;
  }

  /** A new file, in folders that are made where they are missing. Fails with `EEXIST` where there is one. */
  static async create(path: string): Promise<RecordFile> {
    await makeFolder(dirname(path));
    await using(await open(path, 'wx'), async () => {});
    return new RecordFile(path, 0);
  }

  /** A file that is there; what it has beyond `end` goes. */
  static async resume(path: string, end: number): Promise<RecordFile> {
    await using(await open(path, 'r+'), (handle) => handle.truncate(end));
    return new RecordFile(path, end);
  }

  /** How many records wait until they can be written. */
  get waiting(): number {
    return this.#unwritten.length;
  }

  /** Writes a record, and those before it that could not be written. They are kept where that fails. */
  async append(record: Uint8Array): Promise<void> {
    this.#unwritten.push(record);
    await this.flush();
  }

  /** Tries again to write what could not be written. */
  async flush(): Promise<void> {
    if (this.#unwritten.length === 0) return;
    const records = Buffer.concat(this.#unwritten);
    await using(await open(this.path, 'r+'), (handle) => writeAt(handle, records, this.#end));
    this.#end += records.length;
    this.#unwritten = [];
  }
}

async function using(handle: FileHandle, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
    done += bytesWritten;
  }
}
