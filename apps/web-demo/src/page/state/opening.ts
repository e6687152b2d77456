import { onReport } from './worker.js';

/** What a person gets to begin a drawing, once there is a network, before the rest of the page is fetched, in milliseconds. */
const TIME_TO_DRAW = 1000;
/** What the answer gets to be painted. */
const TIME_TO_PAINT = 100;
/** The longest time, where no network comes. */
const PATIENCE = 4000;

/** Once the first drawing has its answer, or the person wants something else than to draw. */
export const firstScreenDone: Promise<void> = new Promise((resolve) => {
  const done = () => resolve();
  onReport('prediction', () => setTimeout(done, TIME_TO_PAINT));
  onReport('network', () => setTimeout(done, TIME_TO_DRAW));
  onReport('failure', done);
  for (const type of ['scroll', 'hashchange']) addEventListener(type, done, { once: true, passive: true });
  if (location.hash) done();
  setTimeout(done, PATIENCE);
});
