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
    const values = await parameter.variable.data();
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i] as number);
      if (!(size < Number.POSITIVE_INFINITY) && (parameter.trainable || Number.isNaN(size))) {
        return { broken: { name: parameter.name, value: values[i] as number }, largest };
      }
      if (size > largest) largest = size;
    }
  }
  return { largest };
}
