import { NeutypeError, type Problem } from '@neutype/errors';

/** The highest limit, less what platforms may not reserve. */
const REACHABLE_BYTES = 4e9;

/** What the engine's memory was asked for and could not give; all numbers are bytes. */
export interface MemoryRequest {
  /** What the memory is for: `a tensor [3000,1000] float32`. */
  readonly purpose: string;
  readonly bytes: number;
  /** In use at that time. */
  readonly usedBytes: number;
  /** How large the memory may become. */
  readonly limitBytes: number;
}

/**
 * The engine's memory cannot hold what was asked for. The message names the kernel that asked and what for, the memory
 * in use and its limit, and what to do. What the kernel had made until then is freed; the engine works on.
 *
 * @example
 * ```ts
 * import { configureEngine, EngineOutOfMemoryError } from '@neutype/backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * configureEngine({ memoryLimitBytes: 2 ** 24 });
 * try {
 *   tf.matMul(tf.ones([3000, 1]), tf.ones([1, 3000]));
 * } catch (error) {
 *   if (!(error instanceof EngineOutOfMemoryError)) throw error;
 *   console.log(error.request.purpose, error.request.bytes); // a tensor [3000,3000] float32 36000000
 * }
 * ```
 */
export class EngineOutOfMemoryError extends NeutypeError {
  override readonly name = 'EngineOutOfMemoryError';
  /** What was asked for, what is in use and the limit. */
  readonly request: MemoryRequest;
  /** The kernel that asked, with its inputs; undefined where the engine asked for itself. */
  readonly kernel: string | undefined;

  constructor(request: MemoryRequest, kernel?: string, options?: ErrorOptions) {
    super(problemOf(request, kernel), options);
    this.request = request;
    this.kernel = kernel;
  }
}

function problemOf({ purpose, bytes, usedBytes, limitBytes }: MemoryRequest, kernel?: string): Problem {
  const free =
    usedBytes + bytes > limitBytes
      ? ''
      : ' (what is free lies in smaller pieces, or the machine has no more)';
  return {
    where: kernel === undefined ? 'the CPU engine' : `${kernel} on the CPU engine`,
    expected: `${megabytes(bytes)} of memory for ${purpose}`,
    received: `${megabytes(usedBytes)} in use of at most ${megabytes(limitBytes)}${free}`,
    remedy: remedyFor(bytes > limitBytes, limitBytes),
  };
}

function remedyFor(neverFits: boolean, limitBytes: number): string {
  const ways = neverFits
    ? ['It can never fit: use smaller batches', 'a smaller network']
    : ['Use smaller batches', 'dispose of tensors that are no longer needed'];
  if (limitBytes < REACHABLE_BYTES) {
    ways.push('raise the limit with configureEngine({ memoryLimitBytes }), which goes up to 4 GB');
  }
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}
