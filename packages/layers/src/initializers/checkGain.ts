import { checkNumber, checkOptions } from '@neutype/errors';

/** What He's and Glorot's papers multiply the variance by. */
const PAPER_GAIN = 2;

/** What an initializer of a scaled variance takes. */
export interface GainOptions {
  /** What the variance is multiplied by, above 0: 2 by default. It is the square of PyTorch's gain. */
  readonly gain?: number;
}

/** The gain of an initializer called `where`, checked. */
export function checkedGain(where: string, options: GainOptions): number {
  checkOptions(where, options, ['gain']);
  const { gain = PAPER_GAIN } = options;
  checkNumber(`${where}, gain`, gain, { above: 0 });
  return gain;
}
