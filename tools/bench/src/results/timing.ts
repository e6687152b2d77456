/** Milliseconds of one piece of work. */
export interface Timing {
  readonly median: number;
  readonly best: number;
}

/** The middle and the least of many measurements. */
export function timingOf(ms: readonly number[]): Timing {
  const sorted = [...ms].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const lower = sorted[sorted.length % 2 === 1 ? middle : middle - 1] ?? Number.NaN;
  return { median: (lower + upper) / 2, best: sorted[0] ?? Number.NaN };
}

/** The same for several pieces of such work, or for a part of it. */
export function scaled({ median, best }: Timing, factor: number): Timing {
  return {
    median: median * factor,
    best: best * factor,
  };
}

/** Both pieces of work, one after the other. */
export function sumOf(a: Timing, b: Timing): Timing {
  return {
    median: a.median + b.median,
    best: a.best + b.best,
  };
}
