import { checkCount, checkFlag, checkOptions, optionNames, shown } from '@neutype/errors';
import { checkObject } from '../checks.js';
import type { Axis } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { shortNumber } from './shortNumber.js';

/** The learning rate over the course of training: a schedule of `@neutype/optimizers`. */
export interface ScheduleSource {
  readonly name: string;
  at(moment: { readonly update: number; readonly epoch: number }): number;
  toString(): string;
}

/** Options of `plotSchedule`. */
export interface PlotScheduleOptions {
  /** How many epochs are drawn. 10. */
  readonly epochs?: number;
  /** How many updates each of them has. 100. */
  readonly updatesPerEpoch?: number;
  /** A logarithmic y axis, on which learning rates of 0 have no place. `false`. */
  readonly logY?: boolean;
}

const OPTIONS = optionNames<PlotScheduleOptions>({ epochs: true, updatesPerEpoch: true, logY: true });

/**
 * The learning rate that a schedule gives for every update. What reacts to training is drawn as if nothing happened.
 *
 * @throws PlotError for what is no schedule; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * console.log(plotSchedule(oneCycle(0.4, { epochs: 10 }), { epochs: 10, updatesPerEpoch: 469 }).toText());
 * ```
 */
export function plotSchedule(schedule: ScheduleSource, options: PlotScheduleOptions = {}): Plot {
  checkSchedule(schedule);
  checkOptions('plotSchedule', options, OPTIONS);
  const { epochs = 10, updatesPerEpoch = 100, logY = false } = options;
  checkCount('plotSchedule, epochs', epochs);
  checkCount('plotSchedule, updatesPerEpoch', updatesPerEpoch);
  checkFlag('plotSchedule, logY', logY);
  const updates = Array.from({ length: epochs * updatesPerEpoch }, (_, update) => update);
  const steps = updates.map((update) => schedule.at({ update, epoch: update / updatesPerEpoch }));
  const x: Axis = { label: 'Number of updates passed', scale: 'linear', whole: true };
  return learningRatePlot(titleOf(schedule), x, { x: updates, y: steps, logY });
}

/** A plot of learning rates. */
export function learningRatePlot(
  title: string,
  x: Axis,
  line: { readonly x: readonly number[]; readonly y: readonly number[]; readonly logY: boolean },
): Plot {
  const y = line.y.map((step) => (Number.isFinite(step) ? step : null));
  const [least, most] = [Math.min, Math.max].map((extreme) =>
    line.y.reduce((a, b) => extreme(a, b), line.y[0] as number),
  ) as [number, number];
  return plot({
    title,
    summary: `The learning rate goes from ${shortNumber(line.y[0])} to ${shortNumber(line.y.at(-1))}, between ${shortNumber(least)} and ${shortNumber(most)}.`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x,
        y: { label: 'Learning rate', scale: line.logY ? 'log' : 'linear' },
        marks: [{ type: 'line', x: line.x, y, color: 0, points: y.length <= 50 }],
      },
    ],
  });
}

function titleOf(schedule: ScheduleSource): string {
  return schedule.toString === Object.prototype.toString ? schedule.name : String(schedule);
}

function checkSchedule(schedule: ScheduleSource): void {
  const expected = 'a schedule, such as cosineDecay(0.1, { epochs: 10 })';
  checkObject('plotSchedule', schedule, expected);
  if (typeof schedule.at === 'function') return;
  throw new PlotError({ where: 'plotSchedule', expected, received: shown(schedule) });
}
