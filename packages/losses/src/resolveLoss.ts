import { nearestName, OptionError, shown } from '@neutype/errors';
import { binaryCrossentropy } from './binaryCrossentropy.js';
import { categoricalCrossentropy } from './categoricalCrossentropy.js';
import { checkedLoss, type SampleLoss } from './checkedLoss.js';
import { functionLoss, type LossFunction } from './functionLoss.js';
import type { Loss } from './loss.js';
import { mse } from './mse.js';

const LOSSES: Readonly<Record<'binaryCrossentropy' | 'categoricalCrossentropy' | 'mse', Loss>> = {
  binaryCrossentropy,
  categoricalCrossentropy,
  mse,
};

/** A loss by name; NeuPy's spelling with underscores is understood too. */
export type LossName = keyof typeof LOSSES | 'binary_crossentropy' | 'categorical_crossentropy';

/**
 * The loss that a `loss` option means: a name, a function of targets and outputs, or a loss itself.
 *
 * @throws OptionError for a name that no loss has, with the names that there are, or a loss with parts that cannot be
 *
 * @example
 * ```ts
 * resolveLoss('mse').name;                       // 'mse'
 * resolveLoss('categorical_crossentropy').name;  // 'categoricalCrossentropy'
 * ```
 */
export function resolveLoss(loss: LossName | LossFunction | Loss | SampleLoss): Loss {
  if (typeof loss === 'string') return lossByName(loss);
  if (typeof loss === 'function') return functionLoss(loss);
  if (loss?.compute !== undefined || loss?.computeEach !== undefined) return checkedLoss(loss);
  throw new OptionError({
    where: 'option loss',
    expected: `the name of a loss (${NAMES.join(', ')}), a function or a loss`,
    received: shown(loss),
  });
}

const NAMES = Object.keys(LOSSES);

function lossByName(name: string): Loss {
  const camelCase = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(LOSSES, camelCase)) return LOSSES[camelCase as keyof typeof LOSSES];
  throw new OptionError({
    where: 'option loss',
    expected: `one of ${NAMES.join(', ')}`,
    received: shown(name),
    remedy: remedyFor(name),
  });
}

/** What Keras, PyTorch and scikit-learn call them, without case and underscores. */
const SYNONYMS: Readonly<Record<string, keyof typeof LOSSES>> = {
  meansquarederror: 'mse',
  mseloss: 'mse',
  l2: 'mse',
  cce: 'categoricalCrossentropy',
  crossentropy: 'categoricalCrossentropy',
  crossentropyloss: 'categoricalCrossentropy',
  sparsecategoricalcrossentropy: 'categoricalCrossentropy',
  nllloss: 'categoricalCrossentropy',
  bce: 'binaryCrossentropy',
  bceloss: 'binaryCrossentropy',
  bcewithlogitsloss: 'binaryCrossentropy',
  logloss: 'binaryCrossentropy',
};

function remedyFor(name: string): string {
  const plain = name.replace(/[-_\s]/g, '').toLowerCase();
  const meant = Object.hasOwn(SYNONYMS, plain) ? SYNONYMS[plain] : nearestLoss(name, plain);
  if (meant === undefined) return 'Another loss is a function: (targets, outputs) => mean(…).';
  return plain.startsWith('sparse')
    ? `Did you mean '${meant}'? It takes oneHot(labels).`
    : `Did you mean '${meant}'?`;
}

/** Among short names a letter makes another loss: mae and msle are not mse. */
function nearestLoss(name: string, plain: string): string | undefined {
  return plain.length < 6
    ? NAMES.find((candidate) => candidate.toLowerCase() === plain)
    : nearestName(name, NAMES);
}
