import type { Signal } from 'neutype';

/** Tells of each quarter of an epoch in a log, where no terminal shows the progress bar. */
export const quarters: Signal = {
  updateEnd: (_, { epoch, done, total = Number.POSITIVE_INFINITY }) => {
    if (process.stderr.isTTY) return;
    const quarter = Math.floor((4 * done) / total);
    const isNew = quarter > Math.floor((4 * (done - 1)) / total);
    if (isNew && quarter < 4) console.log(`#${epoch} : ${25 * quarter} %`);
  },
};
