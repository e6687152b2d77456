import type { Model } from '@neutype/core';

/** A parameter that holds a value that is not finite. */
export interface BrokenParameter {
  readonly name: string;
  readonly value: number;
}

/** Reads all parameters: which is the first that is not finite, and how far from 0 the others reach. */
export const inspectParameters = async ({
  parameters,
}: Pick<Model, 'parameters'>): Promise<{ readonly broken?: BrokenParameter; readonly largest: number }> => {
  let largest = 0;
  for (const parameter of parameters) {
    for (const value of await parameter.read()) {
      if (!Number.isFinite(value)) return { broken: { name: parameter.name, value }, largest };
      largest = Math.max(largest, Math.abs(value));
    }
  }
  return { largest };
};
