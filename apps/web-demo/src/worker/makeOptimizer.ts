import type { Network } from '@neutype/layers';
import { categoricalCrossentropy, categoricalFocal } from '@neutype/losses';
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  type BestSignal,
  cosineDecay,
  earlyStopping,
  elasticNet,
  exponentialDecay,
  gradientDescent,
  l1,
  l2,
  linearWarmup,
  lion,
  momentum,
  muon,
  nadam,
  type Optimizer,
  type OptimizerOptions,
  oneCycle,
  radam,
  reduceOnPlateau,
  rmsprop,
  type Schedule,
  type Signal,
  stepDecay,
} from '@neutype/optimizers';
import { Call, type Code } from '../shared/plan/code.js';
import { optimizerPlan, stepPlan } from '../shared/plan/optimizerPlan.js';
import type { OptimizerName, Settings } from '../shared/settings.js';

const OPTIMIZERS: Readonly<
  Record<OptimizerName, (network: Network, options: OptimizerOptions) => Optimizer>
> = {
  gradientDescent,
  momentum,
  adam,
  adamW,
  nadam,
  radam,
  adamax,
  rmsprop,
  adagrad,
  adadelta,
  lion,
  muon,
};

const FUNCTIONS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  categoricalCrossentropy,
  categoricalFocal,
  cosineDecay,
  earlyStopping,
  elasticNet,
  exponentialDecay,
  l1,
  l2,
  linearWarmup,
  oneCycle,
  reduceOnPlateau,
  stepDecay,
};

/** The optimizer that the settings ask for, and what ends its training early, if anything does. */
export interface Teacher {
  readonly optimizer: Optimizer;
  readonly stopping: BestSignal | undefined;
}

/** The optimizer that the settings ask for; what it has to warn of goes to `warn`. */
export function makeOptimizer(
  network: Network,
  settings: Settings,
  signals: Signal,
  warn: (message: string) => void,
): Teacher {
  const reporter = { colours: false, print: () => {}, warn };
  const options = made(optimizerPlan(settings)) as OptimizerOptions;
  const stopping = options.signals as BestSignal | undefined;
  const all = stopping ? [signals, stopping] : signals;
  const optimizer = OPTIMIZERS[settings.optimizer](network, { ...options, signals: all, reporter });
  return { optimizer, stopping };
}

/** The step that the settings ask for, to be given to an optimizer that trains already. */
export function makeStep(settings: Settings): number | Schedule {
  return made(stepPlan(settings)) as number | Schedule;
}

function made(code: Code): unknown {
  if (code instanceof Call) return FUNCTIONS[code.name]?.(...(code.args.map(made) as never[]));
  if (Array.isArray(code)) return code.map(made);
  if (typeof code !== 'object' || code === null) return code;
  return Object.fromEntries(Object.entries(code).map(([name, value]) => [name, made(value)]));
}
