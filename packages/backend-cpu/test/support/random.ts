/** Mulberry32: enough randomness for test data, the same on every run. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomValues(length: number, random: () => number): Float32Array {
  return Float32Array.from({ length }, () => random() * 2 - 1);
}

export function randomInteger(low: number, high: number, random: () => number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[randomInteger(0, choices.length - 1, random)]!;
}
