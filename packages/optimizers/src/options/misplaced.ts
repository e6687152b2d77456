import type { Algorithm } from '../optimizer.js';
import { hasStep } from './fullBatchOptions.js';

const DECAY =
  'adamW, lamb, lion and muon have weightDecay; for all, regularizer: l2(1e-4) adds a penalty to the loss.';
const SCHEDULE = 'step takes a schedule: { step: cosineDecay(0.1, { epochs: 10 }) }.';
const NO_STEP = 'There is no learning rate: each update finds out itself how far to go.';

/** What other libraries have as an option, and is something else here. */
const MISPLACED: Readonly<Record<string, string>> = {
  momentum: 'momentum(network, { momentum: 0.9 }) is an algorithm of its own.',
  nesterov: 'momentum(network, { nesterov: true }) has it.',
  amsgrad: 'amsgrad(network) is an algorithm of its own.',
  weightDecay: DECAY,
  l1: 'Write regularizer: l1(1e-4).',
  l2: 'Write regularizer: l2(1e-4).',
  schedule: SCHEDULE,
  scheduler: SCHEDULE,
  lrScheduler: SCHEDULE,
  learningRateSchedule: SCHEDULE,
  earlyStopping: 'Write signals: earlyStopping({ patience: 5 }).',
  useEma: 'Write average: ema({ decay: 0.999 }).',
  labelSmoothing: 'Losses have it: categoricalCrossentropy({ labelSmoothing: 0.1 }).',
};

const WITHOUT_STEP = { lr: NO_STEP, learningRate: NO_STEP, eta: NO_STEP };

/** What to write in place of options that an algorithm does not have. */
export function remediesFor(algorithm: Algorithm): Readonly<Record<string, string>> {
  return hasStep(algorithm) ? MISPLACED : { ...MISPLACED, ...WITHOUT_STEP };
}
