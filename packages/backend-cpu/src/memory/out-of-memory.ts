/** What the engine's memory was asked for and could not give. */
export interface MemoryRequest {
  /** What the memory is for: `a tensor [3000,1000] float32`. */
  readonly purpose: string;
  readonly bytes: number;
  /** Bytes in use at that time. */
  readonly usedBytes: number;
  readonly limitBytes: number;
}

/**
 * The engine's memory cannot hold what was asked for. The message names the kernel that asked and what for, the memory
 * in use and its limit, and what to do.
 */
export class EngineOutOfMemoryError extends Error {
  override readonly name = 'EngineOutOfMemoryError';
  readonly request: MemoryRequest;
  /** The kernel that asked, with its inputs; undefined where the engine asked for itself. */
  readonly kernel: string | undefined;

  constructor(request: MemoryRequest, kernel?: string, options?: ErrorOptions) {
    super(messageOf(request, kernel), options);
    this.request = request;
    this.kernel = kernel;
  }
}

function messageOf({ purpose, bytes, usedBytes, limitBytes }: MemoryRequest, kernel?: string): string {
  const asker = kernel === undefined ? '' : ` in ${kernel}`;
  const reason =
    usedBytes + bytes > limitBytes
      ? ''
      : ' (what is free lies in smaller pieces, or the machine has no more)';
  return (
    `The CPU engine has no room for ${purpose}${asker}: ${megabytes(bytes)} asked for, ${megabytes(usedBytes)} in ` +
    `use, limit ${megabytes(limitBytes)}${reason}. Use smaller batches, dispose of tensors that are no longer needed, ` +
    'or raise the limit with configureEngine({ memoryLimitBytes }), which goes up to 4 GB.'
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}
