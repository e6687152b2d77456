import { DataError } from '@neutype/errors';

/** What takes memory, for the sentence where there is not as much. */
export interface Need {
  /** Who needs it: `oneHot`. */
  readonly where: string;
  /** What should fit: `rows`. */
  readonly what: string;
  /** How much of it: `3 of 1000000000 columns`. */
  readonly amount: string;
  readonly bytes: number;
  readonly remedy?: string;
}

/** What `allocate` gives. @throws DataError where it throws, for lack of memory */
export function room<T>(need: Need, allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    throw tooLarge(need, { cause: error });
  }
}

/** The error for what does not fit into memory, or should not. */
export function tooLarge({ where, what, amount, bytes, remedy }: Need, options?: ErrorOptions): DataError {
  const problem = {
    where,
    expected: `${what} that fit into memory`,
    received: `${amount}, ${(bytes / 2 ** 30).toPrecision(3)} GiB`,
  };
  return new DataError(remedy === undefined ? problem : { ...problem, remedy }, options);
}
