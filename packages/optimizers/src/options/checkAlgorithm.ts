import { OptionError, shown } from '@neutype/errors';
import type { Algorithm, TransformAlgorithm } from '../optimizer.js';
import { checkTransform } from '../transforms/checkTransform.js';

/**
 * Refuses an algorithm without a name, or whose transform lacks what transforms have.
 *
 * @throws OptionError
 */
export function checkAlgorithm(algorithm: Algorithm): void {
  if (typeof algorithm === 'object' && algorithm !== null && 'fullBatch' in algorithm) return;
  const { name, transform } = (algorithm ?? {}) as Partial<TransformAlgorithm>;
  if (typeof name !== 'string' || name === '' || typeof transform !== 'object' || transform === null) {
    throw new OptionError({
      where: 'createOptimizer',
      expected: 'an algorithm as the second argument, with a name and a transform',
      received: shown(algorithm),
      remedy: "Write { name: 'MyAlgorithm', transform: chain(myTransform, scaleByStep()) }.",
    });
  }
  checkTransform(`the algorithm ${name}`, transform);
}
