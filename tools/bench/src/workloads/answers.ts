import type { Workload } from '../worker/serve.js';

/** So many answers to one image before the clock is read that it is exact enough. */
const ANSWERS_OF_ONE = 50;

/** Asks a network for its answers to so many images. */
export function answersWorkload(images: number, ask: () => Promise<unknown>): Workload {
  const repeats = images === 1 ? ANSWERS_OF_ONE : 1;
  return {
    repeats,
    run: async () => {
      for (let answer = 0; answer < repeats; answer++) await ask();
    },
  };
}
