import { checkChoice, checkNumber, checkOptions } from '@neutype/errors';
import type { Random } from '@neutype/random';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';
import { fillTruncated } from './truncatedNormal.js';

/** Options of `varianceScaling`. */
export interface VarianceScalingOptions {
  /** What the variance is multiplied by, above 0: 1. */
  readonly scale?: number;
  /** What it is divided by: `'fanIn'` unless told otherwise. `'fanAvg'` is the mean of the two. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAvg';
  /** `'truncatedNormal'` unless told otherwise: cut at two deviations, and of the same variance as the others. */
  readonly distribution?: 'truncatedNormal' | 'normal' | 'uniform';
}

/**
 * Values of variance `scale / fan`: Keras' `VarianceScaling`, of which its others are special cases. Keras' `GlorotNormal`,
 * `HeNormal` and `LecunNormal` are cut at two standard deviations, where ours and PyTorch's are not:
 *
 * | Keras | here |
 * |---|---|
 * | `GlorotNormal` | `glorotNormal()`, which is `varianceScaling({ mode: 'fanAvg' })` |
 * | `GlorotUniform` | `glorotUniform()`, which is `xavierUniform()` |
 * | `HeNormal` | `varianceScaling({ scale: 2 })` |
 * | `HeUniform` | `heUniform()` |
 * | `LecunNormal` | `varianceScaling()` |
 * | `LecunUniform` | `lecunUniform()` |
 *
 * @throws OptionError for a scale that is not a number above 0, or another mode or distribution
 *
 * @example
 * ```ts
 * gelu(100, { weight: varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' }) });
 * ```
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  checkOptions('varianceScaling', options, ['distribution', 'mode', 'scale']);
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal' } = options;
  checkNumber('varianceScaling, scale', scale, { above: 0 });
  checkChoice('varianceScaling, mode', mode, ['fanIn', 'fanOut', 'fanAvg']);
  checkChoice('varianceScaling, distribution', distribution, ['truncatedNormal', 'normal', 'uniform']);
  return {
    name: `varianceScaling(scale=${scale}, mode=${mode}, distribution=${distribution})`,
    fill: (target, shape, random) => {
      const { fanIn, fanOut } = fans(shape);
      const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
      FILLS[distribution](target, random, Math.sqrt(scale / fan));
    },
  };
}

type Fill = (target: Float32Array, random: Random, std: number) => void;

const FILLS: Readonly<Record<NonNullable<VarianceScalingOptions['distribution']>, Fill>> = {
  truncatedNormal: fillTruncated,
  normal: (target, random, std) => void random.fillNormal(target, 0, std),
  uniform: (target, random, std) => void random.fillUniform(target, -Math.sqrt(3) * std, Math.sqrt(3) * std),
};
