/** Lets tests wait for what happens instead of for a time. */
export interface EventCounter {
  reached(count: number): void;
  /** Fulfilled when `reached` is next called with this count or a higher one. */
  next(count: number): Promise<void>;
  /** As `next`, or at once where it was reached before. */
  atLeast(count: number): Promise<void>;
}

export function eventCounter(): EventCounter {
  let highest = 0;
  let waiting: { count: number; resolve: () => void }[] = [];
  const next = (count: number): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ count, resolve });
    });
  return {
    next,
    atLeast: (count) => (highest >= count ? Promise.resolve() : next(count)),
    reached: (count) => {
      highest = Math.max(highest, count);
      const due = waiting.filter((each) => each.count <= count);
      waiting = waiting.filter((each) => each.count > count);
      for (const { resolve } of due) resolve();
    },
  };
}
