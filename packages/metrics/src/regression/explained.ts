import { checkChoice, checkFlag, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { meanOf } from '../sums.js';

/** Options of {@link r2Score} and {@link explainedVarianceScore}. */
export interface ExplainedOptions {
  /**
   * How the scores of several outputs become one: their mean (`'uniformAverage'`, the default), or the mean weighted by
   * how much each output varies (`'varianceWeighted'`).
   */
  readonly multioutput?: 'uniformAverage' | 'varianceWeighted';
  /**
   * Whether an output that does not vary scores 1 for perfect predictions and 0 for others (the default), rather than
   * NaN and -Infinity, which the formula gives.
   */
  readonly forceFinite?: boolean;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<ExplainedOptions>({ multioutput: true, forceFinite: true, sampleWeight: true });

export function checkExplainedOptions(where: string, options: ExplainedOptions): void {
  checkOptions(where, options, OPTIONS);
  const { multioutput = 'uniformAverage', forceFinite = true } = options;
  checkChoice(`${where}, multioutput`, multioutput, ['uniformAverage', 'varianceWeighted']);
  checkFlag(`${where}, forceFinite`, forceFinite);
}

/** How much of each output is left unexplained, and how much there was to explain. */
export interface Explained {
  readonly unexplained: Float64Array;
  readonly all: Float64Array;
}

/** 1 − unexplained / all, averaged over the outputs. */
export function explainedShare({ unexplained, all }: Explained, options: ExplainedOptions): number {
  const { multioutput = 'uniformAverage', forceFinite = true } = options;
  const scores = unexplained.map((left, output) => {
    if (!forceFinite || (left !== 0 && all[output] !== 0)) return 1 - left / all[output]!;
    return left === 0 ? 1 : 0;
  });
  const isWeighted = multioutput === 'varianceWeighted' && all.some((value) => value !== 0);
  return meanOf(scores, isWeighted ? all : undefined);
}
