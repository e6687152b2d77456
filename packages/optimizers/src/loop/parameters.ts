import type { Model } from '@neutype/core';

/** A parameter that holds a value that is not finite. */
export interface BrokenParameter {
  readonly name: string;
  readonly value: number;
}

/**
 * Reads all parameters: which is the first that is not finite, and how far from 0 the others reach. What is not trained may
 * be infinite by intent, as masks are.
 */
export async function inspectParameters({
  parameters,
}: Pick<Model, 'parameters'>): Promise<{ readonly broken?: BrokenParameter; readonly largest: number }> {
  let largest = 0;
  for (const parameter of parameters) {
    const { name, trainable } = parameter;
    for await (const piece of parameter.pieces()) {
      const reach = reachOf(piece);
      if (!(reach < Number.POSITIVE_INFINITY)) {
        const value = piece.find((each) => (trainable ? !Number.isFinite(each) : Number.isNaN(each)));
        if (value !== undefined) return { broken: { name, value }, largest };
      }
      largest = Math.max(largest, reach);
    }
  }
  return { largest };
}

const SIGN = 0x80000000;

/**
 * The largest distance from 0; NaN where there is one. Bits without the sign are in the order of the sizes of what they stand
 * for, NaN above all, and whole numbers are compared several times as fast.
 */
function reachOf({ buffer, byteOffset, length }: Float32Array): number {
  const bits = new Int32Array(buffer, byteOffset, length);
  let most = 0;
  for (let i = 0; i < length; i++) {
    const size = (bits[i] as number) & ~SIGN;
    if (size > most) most = size;
  }
  return new Float32Array(Int32Array.of(most).buffer)[0] as number;
}
