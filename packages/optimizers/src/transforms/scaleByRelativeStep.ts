import { checkNumber } from '@neutype/errors';
import { maximum, minimum, mul, rsqrt } from '@tensorflow/tfjs-core';
import { rms } from './clipByRms.js';
import { groupedByCount } from './groupedByCount.js';
import { proven } from './proven.js';
import { mapTargets, type Transform } from './transform.js';

/**
 * A learning rate in proportion to the weights: `u ← max(ε₂, rms(w)) · min(step, 1/√t) · u` at update t.
 *
 * @throws OptionError for an epsilon that is not positive
 */
export function scaleByRelativeStep(epsilon2 = 1e-3): Transform<never, never> {
  checkNumber('option epsilon2', epsilon2, { above: 0 });
  return proven({
    name: 'scaleByRelativeStep',
    apply: (targets, { step }) =>
      groupedByCount(targets, (group, count) => {
        const share = minimum(step, rsqrt(count));
        return mapTargets(group, ({ gradient, value }) =>
          mul(gradient, mul(share, maximum(rms(value), epsilon2))),
        );
      }),
  });
}
