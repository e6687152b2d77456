import type { Network } from '@neutype/layers';
import { gradientDescent, momentum, type Optimizer, type Signal } from '@neutype/optimizers';
import type { Settings } from '../shared/settings.js';

/** The optimizer that the settings ask for; what it has to warn of goes to `warn`. */
export function makeOptimizer(
  network: Network,
  settings: Settings,
  signals: Signal,
  warn: (message: string) => void,
): Optimizer {
  const { batchSize, step, seed } = settings;
  const reporter = { colours: false, print: () => {}, warn };
  const loss = 'categoricalCrossentropy';
  const options = { loss, batchSize, step, seed, shuffleData: true, signals, reporter } as const;
  return settings.optimizer === 'momentum'
    ? momentum(network, { ...options, momentum: settings.momentum, nesterov: settings.nesterov })
    : gradientDescent(network, options);
}
