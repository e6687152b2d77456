import type { Settings } from '../options/settings.js';
import { averageWeights } from './averageWeights.js';
import { chain } from './chain.js';
import { clip } from './clip.js';
import { maxNorm } from './maxNorm.js';
import type { Transform } from './transform.js';

/** An algorithm's transform, between those that options of all optimizers ask for. */
export function aroundAlgorithm(
  algorithm: Transform,
  settings: Pick<Settings, 'average' | 'clip' | 'maxNorm'>,
): Transform {
  return chain(
    ...(settings.clip ? [clip(settings.clip)] : []),
    algorithm,
    ...(settings.maxNorm ? [maxNorm(settings.maxNorm)] : []),
    ...(settings.average ? [averageWeights(settings.average)] : []),
  );
}
