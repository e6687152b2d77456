/** What is known about a file that has been fetched in part. */
export interface PartialState {
  /** Where it comes from, as messages call it. */
  readonly url: string;
  /** The server's name for this version of the file: a strong ETag or a date. */
  readonly validator?: string | undefined;
  /** The whole file's size in bytes, where the server said it. */
  readonly total?: number | undefined;
}

/** What an earlier attempt left. */
export interface Earlier extends PartialState {
  readonly received: number;
}

/** A file that is being fetched: on disk, where a later process finds it again, or in memory. */
export interface PartialFile {
  /** What is there from an earlier attempt. */
  resume(): Promise<Earlier | undefined>;
  /** Throws away what is there and begins anew. */
  begin(state: PartialState): Promise<void>;
  /** Keeps what is there: what follows comes from here. */
  goOn(state: PartialState): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  /** All that was received. */
  bytes(): Promise<Uint8Array>;
  /** Makes it the file of this name, durably and in one step. */
  commit(name: string): Promise<void>;
  discard(): Promise<void>;
  /** Lets go of it, keeping what is there. */
  close(): Promise<void>;
}

/** Where fetched files are kept. */
export interface FileCache {
  /** For messages: a directory or the browser's storage. */
  readonly place: string;
  read(name: string): Promise<Uint8Array | undefined>;
  /** How messages name a file in it. */
  pathOf(name: string): string;
  remove(name: string): Promise<void>;
  partial(name: string): PartialFile;
  /** Runs the work while no other process does the same; says so once where it has to wait. */
  exclusively<T>(name: string, work: () => Promise<T>, waiting: Waiting): Promise<T>;
}

export interface Waiting {
  readonly signal: AbortSignal | undefined;
  readonly onWait: () => void;
}

export interface MemoryPartialOptions {
  /** Whether a later attempt of this process may go on with it. */
  readonly resumable: boolean;
}

/** A partial file in memory: nothing outlives the process. */
export function memoryPartial(
  commit: (name: string, bytes: Uint8Array) => Promise<void>,
  { resumable }: MemoryPartialOptions,
): PartialFile {
  let chunks: Uint8Array[] = [];
  let state: PartialState | undefined;

  /** Joined in place: the file is in memory once, however often it is asked for. */
  function whole(): Uint8Array {
    const bytes = chunks.length === 1 ? chunks[0]! : concatenated(chunks);
    chunks = [bytes];
    return bytes;
  }
  function startOver(next: PartialState | undefined): void {
    chunks = [];
    state = next;
  }
  return {
    resume: async () =>
      resumable && state !== undefined ? { ...state, received: lengthOf(chunks) } : undefined,
    begin: async (next) => startOver(next),
    goOn: async (next) => {
      state = next;
    },
    append: async (chunk) => {
      chunks.push(chunk);
    },
    bytes: async () => whole(),
    commit: (name) => commit(name, whole()),
    discard: async () => startOver(undefined),
    close: async () => {},
  };
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((length, chunk) => length + chunk.length, 0);
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(chunks));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
