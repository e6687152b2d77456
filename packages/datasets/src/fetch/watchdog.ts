import { MirrorError } from './mirrorError.js';
import type { FetchPolicy } from './policy.js';

/** Ends an attempt that the server lets hang: no answer, no data, or data in drips. */
export interface Watchdog {
  /** Ends when the user aborts or the watchdog bites. */
  readonly signal: AbortSignal;
  /** The answer has begun. */
  answered(): void;
  received(bytes: number): void;
  /** The attempt is over, one way or the other. */
  stop(): void;
}

export function watch(policy: FetchPolicy, userSignal: AbortSignal | undefined): Watchdog {
  const bite = new AbortController();
  let arrived = 0;
  let timer = setTimeout(() => {
    bite.abort(new MirrorError(`no answer within ${seconds(policy.responseTimeout)}`, true));
  }, policy.responseTimeout);

  function nextWindow(): void {
    clearTimeout(timer);
    arrived = 0;
    timer = setTimeout(() => {
      if (arrived >= policy.minimumBytes) nextWindow();
      else bite.abort(new MirrorError(tooSlow(arrived, policy), true));
    }, policy.stallTimeout);
  }
  return {
    signal: userSignal === undefined ? bite.signal : AbortSignal.any([userSignal, bite.signal]),
    answered: nextWindow,
    received: (bytes) => {
      arrived += bytes;
    },
    stop: () => {
      clearTimeout(timer);
      // Lets go of an answer that was not read to its end.
      bite.abort();
    },
  };
}

function tooSlow(arrived: number, { stallTimeout, minimumBytes }: FetchPolicy): string {
  return arrived === 0
    ? `stalled: no data for ${seconds(stallTimeout)}`
    : `too slow: ${arrived} bytes in ${seconds(stallTimeout)}, expected at least ${minimumBytes}`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
