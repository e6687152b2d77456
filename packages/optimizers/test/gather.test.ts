import { describe, expect, it } from '@jest/globals';
import type { TypedArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { gather } from '../src/data/gather.js';
import type { Samples } from '../src/data/samples.js';

const SAMPLES = 40;
const BATCH = 7;
const START = 5;

/** Samples that do not begin where their memory does. */
function samples(Type: typeof Float32Array | typeof Float64Array | typeof Uint8Array, size: number): Samples {
  const source = random(size);
  const data = new Type(SAMPLES * size + 3).map(() => source.integer(200)).subarray(3);
  return { data, count: SAMPLES, size, shape: [size], name: 'x' };
}

/** Memory that threads share, with a value on each side that is not to be written to. */
function target(size: number): { readonly inside: Float32Array; readonly all: Float32Array } {
  const all = new Float32Array(new SharedArrayBuffer(4 * (BATCH * size + 2))).fill(-1);
  return { all, inside: all.subarray(1, 1 + BATCH * size) };
}

function oneByOne({ data, size }: Samples, order: Uint32Array): number[] {
  return [...order.subarray(START, START + BATCH)].flatMap((row) => [
    ...(data.subarray(row * size, (row + 1) * size) as TypedArray),
  ]);
}

/** Without Node's `Buffer`, as in a browser. */
function withoutBuffer(run: () => void): void {
  const { Buffer } = globalThis;
  Reflect.deleteProperty(globalThis, 'Buffer');
  try {
    run();
  } finally {
    Object.assign(globalThis, { Buffer });
  }
}

describe('gather', () => {
  for (const Type of [Float32Array, Float64Array, Uint8Array]) {
    it.each([1, 23, 24, 784])(`copies rows of %d values of a ${Type.name} in the order given`, (size) => {
      const x = samples(Type, size);
      const order = random(1).permutation(SAMPLES);
      for (const surroundings of [(run: () => void) => run(), withoutBuffer]) {
        const { all, inside } = target(size);
        surroundings(() => gather(inside, x, START, BATCH, order));
        expect([...all]).toEqual([-1, ...oneByOne(x, order), -1]);
      }
    });
  }

  it('copies rows as they lie where there is no order', () => {
    const x = samples(Float32Array, 30);
    const { all, inside } = target(30);
    gather(inside, x, START, BATCH);
    expect([...all]).toEqual([
      -1,
      ...oneByOne(
        x,
        Uint32Array.from({ length: SAMPLES }, (_, i) => i),
      ),
      -1,
    ]);
  });
});
