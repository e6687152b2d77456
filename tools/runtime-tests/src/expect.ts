import { memory } from '@tensorflow/tfjs-core';

/** Fails unless every value is within `tolerance` * max(1, largest |expected|) of what was expected. */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 2e-5,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: expected ${expected.length} values, got ${actual.length}`);
  }
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (let i = 0; i < actual.length; i++) {
    if (!(Math.abs(actual[i]! - expected[i]!) <= tolerance * largest)) {
      throw new Error(
        `${what}: expected ${expected[i]} at ${i}, got ${actual[i]} (tolerance ${tolerance * largest})`,
      );
    }
  }
}

/** Fails unless both are the same numbers, bit for bit. */
export function expectSame(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
    if (!Object.is(actual[i], expected[i])) {
      throw new Error(`${what}: expected ${expected[i]} at ${i}, got ${actual[i]}`);
    }
  }
}

/** Fails unless `body` leaves as many tensors, buffers and bytes as there were. */
export async function expectNoLeak(body: () => Promise<void> | void): Promise<void> {
  const before = memory();
  await body();
  const after = memory();
  for (const what of ['numTensors', 'numDataBuffers', 'numBytes'] as const) {
    if (after[what] !== before[what]) {
      throw new Error(`leak: ${what} was ${before[what]} before and is ${after[what]} after`);
    }
  }
}
