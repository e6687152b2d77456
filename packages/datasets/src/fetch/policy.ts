/** How patient a download is. */
export interface FetchPolicy {
  /**
   * How often in a row a mirror may fail before the next one is asked; 3 by default. Attempts that brought the file
   * further by `minimumBytes` do not count.
   */
  readonly attempts: number;
  /** How long a mirror may take to begin its answer, in milliseconds; 15,000 by default. */
  readonly responseTimeout: number;
  /** In which time at least `minimumBytes` must arrive, in milliseconds; 20,000 by default. */
  readonly stallTimeout: number;
  /** How many bytes must arrive in each `stallTimeout`; 20,000 by default, one kilobyte a second. */
  readonly minimumBytes: number;
  /** The longest wait before the second attempt, in milliseconds; it doubles with each further one. 500 by default. */
  readonly retryDelay: number;
  /**
   * The longest wait that a mirror may ask for by `Retry-After`, in milliseconds; 30,000 by default. One that asks for
   * more is left for the next mirror.
   */
  readonly longestRetryAfter: number;
}

export const defaultFetchPolicy: FetchPolicy = {
  attempts: 3,
  responseTimeout: 15_000,
  stallTimeout: 20_000,
  minimumBytes: 20_000,
  retryDelay: 500,
  longestRetryAfter: 30_000,
};

/**
 * How long to wait before an attempt: evenly random up to a limit that doubles ("full jitter"; M. Brooker, "Exponential
 * backoff and jitter", 2015), so that clients that failed together do not come back together.
 */
export function retryWait(attempt: number, { retryDelay }: FetchPolicy): number {
  return Math.random() * Math.min(10_000, retryDelay * 2 ** attempt);
}

/** Waits, unless the signal ends it. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    if (milliseconds <= 0) return resolve();
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
