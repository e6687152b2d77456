import type { OptimizerName, Settings } from '../settings.js';
import { Call, type Code, type CodeOptions } from './code.js';

/** The settings that an optimizer has of its own, beside the step. */
export type OwnSetting = 'momentum' | 'nesterov' | 'beta1' | 'beta2' | 'decay' | 'weightDecay';

const MOMENTS = ['beta1', 'beta2'] as const;

const OWN: Readonly<Record<OptimizerName, readonly OwnSetting[]>> = {
  gradientDescent: [],
  momentum: ['momentum', 'nesterov'],
  adam: MOMENTS,
  adamW: [...MOMENTS, 'weightDecay'],
  nadam: MOMENTS,
  radam: MOMENTS,
  adamax: MOMENTS,
  rmsprop: ['decay', 'momentum'],
  adagrad: [],
  adadelta: ['decay'],
  lion: [...MOMENTS, 'weightDecay'],
  muon: ['momentum', 'nesterov', 'weightDecay'],
};

export function ownSettings(optimizer: OptimizerName): readonly OwnSetting[] {
  return OWN[optimizer];
}

/** The options that the optimizer of these settings is made with. */
export function optimizerPlan(settings: Settings): CodeOptions {
  const { batchSize, seed, optimizer, maxNorm, patience } = settings;
  const own = OWN[optimizer].map((name): [string, Code] => [
    name === 'decay' && optimizer === 'adadelta' ? 'rho' : name,
    settings[name],
  ]);
  return defined({
    loss: lossPlan(settings),
    batchSize,
    step: stepPlan(settings),
    ...Object.fromEntries(own),
    regularizer: regularizerPlan(settings),
    clip: settings.clip === 'none' ? undefined : { [settings.clip]: settings.clipLimit },
    maxNorm: maxNorm || undefined,
    signals: patience > 0 ? new Call('earlyStopping', [{ patience }]) : undefined,
    // Batches from a source come in an order of their own.
    shuffleData: variationsPlan(settings) ? undefined : true,
    seed,
  });
}

/** The step: a number, or a schedule of the whole run. */
export function stepPlan({ step, schedule, epochs, interval, factor, warmup }: Settings): Code {
  const rest = { epochs: Math.max(1, epochs - warmup) };
  const options: Record<Exclude<typeof schedule, 'constantStep'>, CodeOptions> = {
    stepDecay: { epochs: interval, factor },
    exponentialDecay: { epochs: 1, factor },
    cosineDecay: rest,
    oneCycle: { epochs },
    reduceOnPlateau: { patience: interval, factor },
  };
  const after = schedule === 'constantStep' ? step : new Call(schedule, [step, options[schedule]]);
  if (warmup === 0 || schedule === 'oneCycle') return after;
  return new Call('linearWarmup', [after, { epochs: warmup }]);
}

/** How training digits are varied each time they are shown, if they are. */
export function variationsPlan({ shift, rotate, zoom, noise, seed }: Settings): Call | undefined {
  if (!(shift || rotate || zoom || noise)) return undefined;
  const scale = zoom ? [1 - zoom, 1 + zoom] : undefined;
  const options = {
    shift: shift || undefined,
    rotate: rotate || undefined,
    scale,
    noise: noise || undefined,
  };
  return new Call('augment', [{ ...defined(options), seed }], '@neutype/datasets');
}

function lossPlan({ loss, labelSmoothing, focus }: Settings): Code {
  const options = defined({
    labelSmoothing: (loss === 'categoricalCrossentropy' && labelSmoothing) || undefined,
    gamma: loss === 'categoricalFocal' && focus !== 2 ? focus : undefined,
  });
  return Object.keys(options).length === 0 ? loss : new Call(loss, [options], '@neutype/losses');
}

function regularizerPlan({ l1, l2 }: Settings): Code | undefined {
  if (l1 && l2) return new Call('elasticNet', [{ l1, l2 }]);
  if (l1) return new Call('l1', [l1]);
  return l2 ? new Call('l2', [l2]) : undefined;
}

function defined(options: Readonly<Record<string, Code | undefined>>): CodeOptions {
  return Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, Code] => entry[1] !== undefined),
  );
}
