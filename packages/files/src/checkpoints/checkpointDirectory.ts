import {
  checkCount,
  checkFlag,
  checkFunction,
  checkOptions,
  DataError,
  escapeControls,
  optionNames,
} from '@neutype/errors';
import { FileError } from '../fileError.js';
import { openFolder } from '../platform/node.js';
import type { Checkpoint, CheckpointStore } from './checkpoint.js';
import { checkpointPieces, NewerVersionError, readCheckpoint, readLabel } from './checkpointFile.js';
import { checkpointName, checkpointNames } from './checkpointName.js';
import type { Folder } from './folder.js';
import { bestOf, type Keeping, superfluous } from './superfluous.js';

/** Options of `checkpointDirectory`. */
export interface CheckpointDirectoryOptions {
  /** How many of the latest checkpoints stay; `Infinity` for all. 1. */
  readonly keepLast?: number;
  /** Whether the one whose label has the least value stays as well. `false`. */
  readonly keepBest?: boolean;
  /** Gets each line that the user should see, about damaged files for example; `console.error` by default. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

const OPTIONS = optionNames<CheckpointDirectoryOptions>({ keepLast: true, keepBest: true, onNotice: true });

/** Checkpoints in a directory, one file each. */
export interface CheckpointDirectory extends CheckpointStore {
  /**
   * The checkpoint with the least value of those that are kept, the earliest of equals; undefined where none has a value.
   * The best of the whole training is there with the option `keepBest`.
   */
  best(): Promise<Checkpoint | undefined>;
}

/**
 * A directory that keeps checkpoints: in Node on disk, in a browser in the page's own file system. One safetensors file
 * a checkpoint, `checkpoint-000003-0000001407.safetensors` after epoch 3 and update 1407.
 *
 * - A file is written under another name, reaches the disk, and then gets its own; only then those go that need not be
 *   kept. Killed at any moment, it leaves the checkpoint before or the new one, and nothing that is in the way.
 * - Each file has a checksum. One that is damaged is told, passed over in favor of the one before, and removed once a
 *   new one is safe.
 * - One process at a time writes to it. A lock says which; that of a dead process is taken over.
 * - Reading needs no lock: `newest` and `best` work while another process trains, and without `open`.
 *
 * @param path the directory, made where it is not there
 * @throws OptionError; FileError from what it returns, where a directory cannot be read or written, saying why, and
 * DataError for a checkpoint that a newer version has written
 *
 * @example
 * ```ts
 * const checkpoints = checkpointDirectory('runs/digits', { keepLast: 3, keepBest: true });
 * await checkpoints.open();
 * await checkpoints.write({
 *   tensors: new Map([['weight', ndarray([[1, 2]])]]),
 *   state: { seed: 7 },
 *   label: { epoch: 1, update: 100, value: 0.25 },
 * });
 * console.log((await checkpoints.newest())?.label.epoch); // 1
 * await checkpoints.close();
 * ```
 */
export function checkpointDirectory(
  path: string | URL,
  options: CheckpointDirectoryOptions = {},
): CheckpointDirectory {
  checkOptions('checkpointDirectory', options, OPTIONS);
  const { keepLast = 1, keepBest = false, onNotice = console.error } = options;
  if (keepLast !== Number.POSITIVE_INFINITY) checkCount('checkpointDirectory, option keepLast', keepLast);
  checkFlag('checkpointDirectory, option keepBest', keepBest);
  checkFunction('checkpointDirectory, option onNotice', onNotice, 'a function of a line');
  const warn = (message: string): void => onNotice(escapeControls(message));
  const folder = openFolder(path, { where: 'checkpointDirectory', warn });
  return new CheckpointFolder(folder, { keepLast, keepBest }, warn);
}

/** Checkpoints in whatever keeps files. */
class CheckpointFolder implements CheckpointDirectory {
  readonly #folder: Folder;
  readonly #keeping: Keeping;
  readonly #warn: (message: string) => void;
  readonly #damaged = new Set<string>();
  /** What the checkpoints there are have as values; undefined before they were looked through. */
  #values: Map<string, number | undefined> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: Folder, keeping: Keeping, warn: (message: string) => void) {
    this.#folder = folder;
    this.#keeping = keeping;
    this.#warn = warn;
  }

  get name(): string {
    return `the directory ${this.#folder.name}`;
  }

  open(): Promise<void> {
    return this.#folder.open();
  }

  async newest(): Promise<Checkpoint | undefined> {
    for (const name of checkpointNames(await this.#folder.names())) {
      const checkpoint = await this.#unlessDamaged(name, readCheckpoint);
      if (checkpoint !== undefined) return checkpoint;
    }
    if (this.#damaged.size > 0) throw allDamaged(this.#folder.name, this.#damaged.size);
    return undefined;
  }

  async best(): Promise<Checkpoint | undefined> {
    const values = await this.#lookThrough();
    for (let name = bestOf(values); name !== undefined; name = bestOf(values)) {
      const checkpoint = await this.#unlessDamaged(name, readCheckpoint);
      if (checkpoint !== undefined) return checkpoint;
      values.delete(name);
    }
    return undefined;
  }

  write(checkpoint: Checkpoint): Promise<void> {
    const written = this.#writing.then(() => this.#write(checkpoint));
    this.#writing = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#folder.close();
  }

  async #write(checkpoint: Checkpoint): Promise<void> {
    const { epoch, update, value } = checkpoint.label;
    checkCount('a checkpoint, epoch', epoch, 0);
    checkCount('a checkpoint, update', update, 0);
    const name = checkpointName(checkpoint.label);
    await this.#folder.write(name, checkpointPieces(checkpoint));
    this.#values ??= await this.#lookThrough();
    this.#values.set(name, value);
    this.#damaged.delete(name);
    await this.#prune(name);
  }

  /** What is left of those that need not be kept harms nothing; so it is told, and no error. */
  async #prune(written: string): Promise<void> {
    const values = this.#values as Map<string, number | undefined>;
    for (const name of this.#damaged) values.delete(name);
    for (const name of [...this.#damaged, ...superfluous(values, written, this.#keeping)]) {
      try {
        await this.#folder.remove(name);
        values.delete(name);
        this.#damaged.delete(name);
      } catch (error) {
        this.#warn(`An older checkpoint is left. ${(error as Error).message}`);
      }
    }
  }

  async #lookThrough(): Promise<Map<string, number | undefined>> {
    const values = new Map<string, number | undefined>();
    for (const name of checkpointNames(await this.#folder.names())) {
      try {
        const label = await this.#unlessDamaged(name, readLabel);
        if (label !== undefined) values.set(name, label.value);
      } catch (error) {
        // Not ours to judge or to remove: of a newer version, or of another user.
        if (!(error instanceof NewerVersionError || error instanceof FileError)) throw error;
      }
    }
    return values;
  }

  /** Undefined for a file that is damaged, which is told once, or has been removed meanwhile. */
  async #unlessDamaged<Result>(
    name: string,
    read: (source: Parameters<typeof readCheckpoint>[0]) => Promise<Result>,
  ): Promise<Result | undefined> {
    if (this.#damaged.has(name)) return undefined;
    try {
      return await this.#folder.read(name, read);
    } catch (error) {
      if (isGone(error)) return undefined;
      if (!isDamage(error)) throw error;
      this.#damaged.add(name);
      this.#warn(`A checkpoint is damaged and passed over. ${(error as Error).message}`);
      return undefined;
    }
  }
}

function allDamaged(name: string, count: number): DataError {
  return new DataError({
    where: name,
    expected: 'a checkpoint that can be read',
    received: count === 1 ? 'a damaged one alone' : `${count} damaged ones alone`,
    remedy: 'To begin anew, delete the directory, or give another one.',
  });
}

function isDamage(error: unknown): boolean {
  if (error instanceof DataError) return !(error instanceof NewerVersionError);
  return error instanceof FileError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EIO';
}

function isGone(error: unknown): boolean {
  const { code, name } = ((error instanceof FileError && error.cause) || {}) as NodeJS.ErrnoException;
  return code === 'ENOENT' || name === 'NotFoundError';
}
