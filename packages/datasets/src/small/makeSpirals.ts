import { checkCount, checkNumber, optionNames } from '@neutype/errors';
import { begin, emptyRows, finish, type LabeledPoints, linspace, type NoisyOptions } from './generated.js';

export interface SpiralsOptions extends NoisyOptions {
  /** How many arms; 2 by default. */
  readonly classes?: number | undefined;
  /** How often an arm goes round; 1 by default. */
  readonly turns?: number | undefined;
}

const OPTIONS = optionNames<SpiralsOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  noise: true,
  classes: true,
  turns: true,
});

/**
 * Arms that wind about each other from the center to the unit circle, a class each.
 *
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, y } = makeSpirals({ samples: 300, classes: 3, noise: 0.02 });
 * ```
 */
export function makeSpirals(options: SpiralsOptions = {}): LabeledPoints {
  const { samples, source } = begin('makeSpirals', options, OPTIONS);
  const { classes = 2, turns = 1 } = options;
  checkCount('makeSpirals, classes', classes);
  checkNumber('makeSpirals, turns', turns, { above: 0 });
  const rows = emptyRows('makeSpirals', samples, 2);
  const labels = new Int32Array(samples);
  let at = 0;
  for (let arm = 0; arm < classes; arm++) {
    const count = Math.floor(samples / classes) + (arm < samples % classes ? 1 : 0);
    for (const radius of linspace(0, 1, count)) {
      const angle = 2 * Math.PI * (turns * radius + arm / classes);
      rows.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * at);
      labels[at++] = arm;
    }
  }
  return finish(rows, labels, options, source);
}
