import { checkFlag, checkOptions, optionNames, shown } from '@neutype/errors';
import { toList } from '../arrays/matrix.js';
import { checkObject } from '../checks.js';
import type { Plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { learningRatePlot } from './plotSchedule.js';

/** A training run's epochs with their learning rates. */
export interface LearningRateHistory {
  readonly epochs: readonly { readonly epoch: number; readonly step: number }[];
}

/**
 * The learning rates of a training run: of every update, by the signal `recordSteps()`; or of the end of every epoch, by an
 * optimizer or its history.
 */
export type LearningRateSource =
  | { readonly steps: ArrayLike<number> }
  | LearningRateHistory
  | { readonly history: LearningRateHistory };

/** Options of `plotLearningRate`. */
export interface PlotLearningRateOptions {
  /** A logarithmic y axis, on which learning rates of 0 have no place. `false`. */
  readonly logY?: boolean;
}

const OPTIONS = optionNames<PlotLearningRateOptions>({ logY: true });

/**
 * The learning rate over a training run.
 *
 * @throws PlotError for what has no learning rates, or when nothing was trained; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * console.log(plotLearningRate(optimizer).toText());
 * ```
 */
export function plotLearningRate(source: LearningRateSource, options: PlotLearningRateOptions = {}): Plot {
  checkOptions('plotLearningRate', options, OPTIONS);
  const { logY = false } = options;
  checkFlag('plotLearningRate, logY', logY);
  const expected = 'an optimizer, its history, or the signal recordSteps() of its training';
  checkObject('plotLearningRate', source, expected);
  if ('steps' in source) {
    const steps = Array.from(toList('plotLearningRate, steps', source.steps));
    return draw(
      'Number of updates passed',
      steps.map((_, update) => update),
      steps,
      logY,
    );
  }
  const { epochs } = 'history' in source ? source.history : source;
  if (!Array.isArray(epochs)) {
    throw new PlotError({ where: 'plotLearningRate', expected, received: shown(source) });
  }
  const records: LearningRateHistory['epochs'] = epochs;
  const [numbers, steps] = [records.map(({ epoch }) => epoch), records.map(({ step }) => step)];
  return draw('Number of training epochs passed', numbers, steps, logY);
}

function draw(label: string, x: readonly number[], y: readonly number[], logY: boolean): Plot {
  if (y.length === 0) {
    throw new PlotError({
      where: 'plotLearningRate',
      expected: 'at least one learning rate',
      received: 'none',
      remedy: 'Call optimizer.train(…) first.',
    });
  }
  return learningRatePlot('Learning rate', { label, scale: 'linear', whole: true }, { x, y, logY });
}
