import { checkNumber, OptionError } from '@neutype/errors';
import type { OptionOfBatches } from '../options/fullBatchOptions.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import type { DescentOptions } from './descent.js';

/** Options that all full-batch methods take: those of every optimizer, but `step` and those of batches. */
export interface FullBatchOptions extends Omit<OptimizerOptions, OptionOfBatches | 'step'> {
  /** Training ends where no element of the gradient is larger. 1e-7. */
  readonly tolerance?: number;
}

/** Options of methods that search along a line. */
export interface LineSearchOptions extends FullBatchOptions {
  /** How much of the decrease that the slope promises a step must bring, between 0 and `wolfeC2`. 1e-4. */
  readonly wolfeC1?: number;
  /** How much of the slope a step may leave, between `wolfeC1` and 1: the smaller, the longer each search. */
  readonly wolfeC2?: number;
  /** The most points that a search tries. 20. */
  readonly wolfeMaxIterations?: number;
}

/** The values of those options, under their names. */
export type LineSearchValues = Readonly<
  Required<Pick<LineSearchOptions, 'tolerance' | 'wolfeC1' | 'wolfeC2' | 'wolfeMaxIterations'>>
>;

/** @throws OptionError */
export function toTolerance({ tolerance = 1e-7 }: FullBatchOptions): number {
  checkNumber('option tolerance', tolerance, { from: 0 });
  return tolerance;
}

/**
 * Checks the options of a line search, and fills in those that are left out.
 *
 * @throws OptionError
 */
export function toLineSearch(options: LineSearchOptions, defaultC2: number): LineSearchValues {
  const { wolfeC1 = 1e-4, wolfeC2 = defaultC2, wolfeMaxIterations = 20 } = options;
  checkNumber('option wolfeC1', wolfeC1, { above: 0, below: 1 });
  checkNumber('option wolfeC2', wolfeC2, { above: 0, below: 1 });
  checkNumber('option wolfeMaxIterations', wolfeMaxIterations, { from: 1, whole: true });
  if (wolfeC1 >= wolfeC2) {
    throw new OptionError({
      where: 'option wolfeC2',
      expected: `a number above wolfeC1, which is ${wolfeC1}`,
      received: `${wolfeC2}`,
    });
  }
  return { tolerance: toTolerance(options), wolfeC1, wolfeC2, wolfeMaxIterations };
}

export function toDescentOptions(values: LineSearchValues): DescentOptions {
  const { tolerance, wolfeC1, wolfeC2, wolfeMaxIterations } = values;
  return { tolerance, wolfe: { c1: wolfeC1, c2: wolfeC2, maxIterations: wolfeMaxIterations } };
}
