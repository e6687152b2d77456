import type { ErrorHistory } from '../../src/index.js';

/** The tutorial's ten epochs: its validation losses, and training losses that look like its own. */
export function tutorialRun(): ErrorHistory {
  const noise = pseudoRandom(7);
  const train = Array.from(
    { length: 4690 },
    (_, update) =>
      2.2 * Math.exp(-update / 150) * (0.6 + 0.8 * noise()) +
      0.08 * noise() * Math.exp(-update / 2500) +
      0.002,
  );
  const valid = [
    0.123087, 0.079253, 0.08151, 0.071755, 0.076705, 0.073506, 0.076624, 0.08002, 0.076834, 0.078267,
  ];
  return { train, valid, updatesPerEpoch: 469 };
}

/** A small congruential generator (Numerical Recipes): test data only. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A plain 7 on 28×28 pixels. */
export function sevenImage(): number[][] {
  return Array.from({ length: 28 }, (_, row) =>
    Array.from({ length: 28 }, (_, column) => {
      const isBar = row >= 5 && row <= 8 && column >= 6 && column <= 21;
      const isStroke = row > 8 && row <= 23 && Math.abs(column - (21 - (row - 8) * 0.6)) < 2;
      return isBar || isStroke ? 255 - 3 * row : 0;
    }),
  );
}
