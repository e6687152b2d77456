import { nearestName, OptionError, outOf, shown } from '@neutype/errors';
import * as CATALOG from './catalog.js';
import { checkedLoss, type SampleLoss } from './checkedLoss.js';
import { functionLoss, type LossFunction } from './functionLoss.js';
import type { Loss } from './loss.js';
import { SYNONYMS } from './synonyms.js';

const LOSSES: Readonly<Record<keyof typeof CATALOG, Loss>> = CATALOG;
const NAMES = Object.keys(LOSSES);

/** A loss by name; NeuPy's spelling with underscores is understood too. */
export type LossName =
  | keyof typeof CATALOG
  | 'binary_crossentropy'
  | 'binary_hinge'
  | 'categorical_crossentropy'
  | 'categorical_hinge';

/**
 * The loss that a `loss` option means: a name, a function of targets and outputs, or a loss itself.
 *
 * @throws OptionError for a name that no loss has, with the names that there are, or a loss with parts that cannot be
 *
 * @example
 * ```ts
 * resolveLoss('mse').name;                       // 'mse'
 * resolveLoss('categorical_crossentropy').name;  // 'categoricalCrossentropy'
 * resolveLoss(huber({ delta: 2 })).name;         // 'huber'
 * ```
 */
export function resolveLoss(loss: LossName | LossFunction | Loss | SampleLoss): Loss {
  if (typeof loss === 'string') return lossByName(loss);
  if (isLoss(loss)) return checkedLoss(loss);
  if (typeof loss === 'function') return functionLoss(loss);
  throw new OptionError({
    where: 'option loss',
    expected: `the name of a loss (${NAMES.join(', ')}), a function or a loss`,
    received: shown(loss),
  });
}

/** Losses that take options are functions too. */
function isLoss(loss: LossFunction | Loss | SampleLoss): loss is Loss | SampleLoss {
  const { compute, computeEach } = (loss ?? {}) as Partial<Loss>;
  return compute !== undefined || computeEach !== undefined;
}

function lossByName(name: string): Loss {
  const camelCase = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(LOSSES, camelCase)) return LOSSES[camelCase as keyof typeof CATALOG];
  throw new OptionError({
    where: 'option loss',
    remedy: 'Another loss is a function: (targets, outputs) => mean(…).',
    ...outOf('name', NAMES, hintFor(name)),
    received: shown(name),
  });
}

function hintFor(name: string): string | undefined {
  const meant = lossCalled(plain(name)) ?? nearestLoss(name);
  if (meant === undefined) return undefined;
  return plain(name).startsWith('sparse')
    ? `Did you mean '${meant}'? It takes class numbers as they are.`
    : `Did you mean '${meant}'?`;
}

function lossCalled(name: string): string | undefined {
  return NAMES.find(
    (loss) => plain(loss) === name || SYNONYMS[loss]?.split(' ').some((synonym) => plain(synonym) === name),
  );
}

function plain(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}

/** Among short names a letter makes another loss: mape is not mae. */
function nearestLoss(name: string): string | undefined {
  return plain(name).length < 6 ? undefined : nearestName(name, NAMES);
}
