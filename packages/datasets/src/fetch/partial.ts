/** What is known about a file that has been fetched in part. */
export interface PartialState {
  /** Where it comes from. */
  readonly url: string;
  /** The server's name for this version of the file: a strong ETag or a date. Without one it cannot be resumed. */
  readonly validator?: string | undefined;
  /** The whole file's size in bytes, where the server said it. */
  readonly total?: number | undefined;
}

/** A file that is being fetched: on disk, where a later process finds it again, or in memory. */
export interface PartialFile {
  /** What is there from an earlier attempt. */
  resume(): Promise<(PartialState & { readonly received: number }) | undefined>;
  /** Throws away what is there and begins anew. */
  begin(state: PartialState): Promise<void>;
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

/** A partial file in memory: nothing outlives the process, and nothing is resumed. */
export function memoryPartial(commit: (name: string, bytes: Uint8Array) => Promise<void>): PartialFile {
  let chunks: Uint8Array[] = [];
  return {
    resume: async () => undefined,
    begin: async () => {
      chunks = [];
    },
    append: async (chunk) => {
      chunks.push(chunk);
    },
    bytes: async () => concatenated(chunks),
    commit: (name) => commit(name, concatenated(chunks)),
    discard: async () => {
      chunks = [];
    },
    close: async () => {},
  };
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
