import type { Timing } from './timing.js';

/**
 * How a ratio is to be read: `timesFaster` the peer's time / ours, `timesItsTime` ours / the peer's, `share` the time at
 * the peer's rate / ours, a limit that can hardly be passed, `longer` how many milliseconds ours takes more.
 */
export type Reading = 'timesFaster' | 'timesItsTime' | 'share' | 'longer';

/** What the ratio must reach and what it should reach. */
export interface Target {
  readonly required: number;
  readonly goal: number;
}

/** One comparison. */
export interface Row {
  readonly measure: string;
  readonly reading: Reading;
  readonly ours: Timing;
  readonly peer: string;
  readonly peerTiming: Timing;
  /** How large the work is, where the same is measured at several sizes: parameters, or rows. */
  readonly size?: number;
  /** Our speed in a unit of its own, such as GFLOP/s. */
  readonly rate?: string | undefined;
  readonly target?: Target | undefined;
}

export function ratioOf({ reading, ours, peerTiming }: Row, of: keyof Timing): number {
  if (reading === 'longer') return ours[of] - peerTiming[of];
  return reading === 'timesItsTime' ? ours[of] / peerTiming[of] : peerTiming[of] / ours[of];
}

export function formatRatio(reading: Reading, ratio: number): string {
  if (reading === 'longer') return `${Number(ratio.toPrecision(2))} ms longer`;
  if (reading === 'share') return `${(ratio * 100).toFixed(0)} %`;
  return `${Number(ratio.toPrecision(3))}× ${reading === 'timesFaster' ? 'faster' : 'its time'}`;
}

/** Whether the target is met by the ratio of the medians; nothing where there is none. */
export function verdict(row: Row): 'goal met' | 'met' | 'missed' | undefined {
  if (!row.target) return undefined;
  const ratio = ratioOf(row, 'median');
  const reaches = (target: number): boolean =>
    row.reading === 'timesItsTime' || row.reading === 'longer' ? ratio <= target : ratio >= target;
  if (reaches(row.target.goal)) return 'goal met';
  return reaches(row.target.required) ? 'met' : 'missed';
}
