import {
  checkChoice,
  checkCount,
  checkNumber,
  checkOptions,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import { METRIC_NAMES, resolveMetric } from '@neutype/metrics';
import {
  checkMonitor,
  type Monitor,
  type MonitorMode,
  monitoredValue,
  usualMode,
} from '../signals/monitor.js';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule, ScheduleMemory } from './schedule.js';

/** Options of `reduceOnPlateau`. */
export interface ReduceOnPlateauOptions {
  /** What must get better: `'valid'`, `'train'` (the mean of the epoch) or the name of a metric. `'valid'`. */
  readonly monitor?: Monitor;
  /** Whether better is less or more. `'min'` for losses; for a metric by name as the metric says; else it must be given. */
  readonly mode?: MonitorMode;
  /** What the learning rate is multiplied by, above 0 and below 1. 0.1. */
  readonly factor?: number;
  /** How many epochs without progress are borne; the one after them reduces the learning rate. 10. */
  readonly patience?: number;
  /** How much better than the best so far is progress, from 0. 0.0001. */
  readonly threshold?: number;
  /** Whether `threshold` is a part of the best so far, or a difference from it. `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute';
  /** Epochs after each reduction in which none is counted as without progress. 0. */
  readonly cooldown?: number;
  /** The least learning rate, from 0. 0. */
  readonly to?: number;
}

const OPTIONS = optionNames<ReduceOnPlateauOptions>({
  monitor: true,
  mode: true,
  factor: true,
  patience: true,
  threshold: true,
  thresholdMode: true,
  cooldown: true,
  to: true,
});

/** What it remembers. */
interface PlateauMemory {
  readonly step: number;
  /** The best so far; null before any. */
  readonly best: number | null;
  /** Epochs without progress since the best. */
  readonly waited: number;
  /** Epochs of rest that are left. */
  readonly rest: number;
}

/**
 * Reduces the learning rate where the validation loss, or what `monitor` names, gets no better. It changes between epochs
 * only. PyTorch's `ReduceLROnPlateau`, with its defaults. An epoch that was not finished counts for nothing. Without validation
 * data write `monitor: 'train'`: training is refused where there is nothing to look at.
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: reduceOnPlateau(0.1, { patience: 3, factor: 0.5 }) });
 * ```
 */
export function reduceOnPlateau(initial: number, options: ReduceOnPlateauOptions = {}): Schedule {
  checkRate('reduceOnPlateau, initial', initial);
  checkOptions('reduceOnPlateau', options, OPTIONS);
  const plan = checkedPlan(options);
  return defineSchedule(
    { name: 'reduceOnPlateau', values: [initial, options] },
    {
      monitors: [plan.monitor],
      at: (_, memory) => remembered(memory, initial).step,
      react: (record, memory) => {
        const value = monitoredValue(record, plan.monitor);
        if (value === undefined) return memory;
        return { ...afterEpoch(remembered(memory, initial), value, plan) };
      },
    },
  );
}

type Plan = Required<ReduceOnPlateauOptions>;

function checkedPlan(options: ReduceOnPlateauOptions): Plan {
  const { monitor = 'valid', factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, to = 0 } = options;
  const { thresholdMode = 'relative' } = options;
  checkMonitor('reduceOnPlateau', monitor, options.mode);
  const mode = options.mode ?? modeOf(monitor);
  checkNumber('reduceOnPlateau, factor', factor, { above: 0, below: 1 });
  checkCount('reduceOnPlateau, patience', patience, 0);
  checkNumber('reduceOnPlateau, threshold', threshold, { from: 0 });
  checkChoice('reduceOnPlateau, thresholdMode', thresholdMode, ['relative', 'absolute']);
  checkCount('reduceOnPlateau, cooldown', cooldown, 0);
  checkRate('reduceOnPlateau, to', to);
  return { monitor, mode, factor, patience, threshold, thresholdMode, cooldown, to };
}

/** A schedule is made before there is a metric of the user's own to ask. */
function modeOf(monitor: Monitor): MonitorMode {
  const named = METRIC_NAMES.filter((name) => name === monitor).map((name) => resolveMetric(name));
  const mode = usualMode(monitor, named);
  if (mode !== undefined) return mode;
  throw new OptionError({
    where: 'reduceOnPlateau, mode',
    expected: `'min' or 'max', whichever is better of ${shown(monitor)}`,
    received: 'neither',
  });
}

function remembered(memory: ScheduleMemory | undefined, initial: number): PlateauMemory {
  return (memory as PlateauMemory | undefined) ?? { step: initial, best: null, waited: 0, rest: 0 };
}

function afterEpoch(memory: PlateauMemory, value: number, plan: Plan): PlateauMemory {
  const isBetter = memory.best === null || isProgress(value, memory.best, plan);
  const best = isBetter ? value : memory.best;
  if (memory.rest > 0) return { step: memory.step, best, waited: 0, rest: memory.rest - 1 };
  const waited = isBetter ? 0 : memory.waited + 1;
  if (waited <= plan.patience) return { step: memory.step, best, waited, rest: 0 };
  const step = Math.max(memory.step * plan.factor, Math.min(plan.to, memory.step));
  return { step, best, waited: 0, rest: plan.cooldown };
}

function isProgress(value: number, best: number, { mode, threshold, thresholdMode }: Plan): boolean {
  const margin = thresholdMode === 'relative' ? threshold * Math.abs(best) : threshold;
  return mode === 'min' ? value < best - margin : value > best + margin;
}
