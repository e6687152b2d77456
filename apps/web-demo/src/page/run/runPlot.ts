import type { Axis, ChartPanel, LineMark, PlotDescription } from '@neutype/plots';
import { lastAccuracy, type Run } from '../state/runRecord.js';
import { linearDomain, logDomain, roomFor } from './axes.js';

export interface RunPlotOptions {
  /** Logarithmic losses, and mistakes instead of what is right. */
  readonly logValues: boolean;
  readonly logEpochs: boolean;
  /** What the run and the one that it is compared with are called. */
  readonly names: readonly [string, string];
}

interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Losses and accuracy of a run, beside those of the one before in dashes. */
export function runPlot(run: Run, former: Run | undefined, options: RunPlotOptions): PlotDescription {
  const x = epochsAxis(run, former, options.logEpochs);
  return {
    title: 'Training',
    summary: [summaryOf(run), former && `Before, with ${options.names[1]}: ${summaryOf(former)}`]
      .filter(Boolean)
      .join(' '),
    panels: [lossPanel(run, former, x, options), accuracyPanel(run, former, x, options)],
  };
}

function epochsAxis(run: Run, former: Run | undefined, isLog: boolean): Axis {
  const runs = former ? [run, former] : [run];
  const longest = Math.max(...runs.map(({ losses, planned }) => Math.min(planned, roomFor(losses.end))));
  if (!isLog) return { label: 'Epochs', scale: 'linear', domain: [0, longest] };
  const first = Math.min(...runs.map(({ losses }) => losses.line().x[0] ?? longest));
  return { label: 'Epochs', scale: 'log', domain: [logDomain([first, longest])[0], longest] };
}

function lossPanel(run: Run, former: Run | undefined, x: Axis, options: RunPlotOptions): ChartPanel {
  const names = namesIn(former, options);
  const raw = run.losses.line();
  const smoothed = run.losses.smoothedLine();
  const validation = validLosses(run);
  const before = former && { smoothed: former.losses.smoothedLine(), validation: validLosses(former) };
  const told = [smoothed.y, validation.y, before?.smoothed.y ?? [], before?.validation.y ?? []].flat();
  return {
    kind: 'chart',
    title: 'Loss',
    x,
    y: options.logValues
      ? { label: 'Loss, logarithmic', scale: 'log', domain: logDomain(told) }
      : { label: 'Loss', scale: 'linear', domain: linearDomain([...told, ...raw.y]) },
    marks: [
      ...(before
        ? [
            line(`Training${names[1]}`, TRAINING, before.smoothed, { dashed: true }),
            line(`Validation${names[1]}`, VALIDATION, before.validation, { dashed: true }),
          ]
        : []),
      line(undefined, TRAINING, raw, { faint: true }),
      line(`Training${names[0]}`, TRAINING, smoothed),
      line(`Validation${names[0]}`, VALIDATION, validation, { points: isFew(validation) }),
    ],
  };
}

function accuracyPanel(run: Run, former: Run | undefined, x: Axis, options: RunPlotOptions): ChartPanel {
  const names = namesIn(former, options);
  // Near 100 % all good networks look alike: what is wrong tells them apart, on an axis of its own.
  const shown = ({ x: places, y }: Points): Points => ({
    x: places,
    y: y.map((share) => 100 * (options.logValues ? 1 - share : share)),
  });
  const lines = accuraciesOf(run);
  const before = former && accuraciesOf(former);
  const all = [lines, ...(before ? [before] : [])].flatMap(({ validation, training, glances }) =>
    [validation, training, glances].flatMap((points) => shown(points).y),
  );
  return {
    kind: 'chart',
    title: options.logValues ? 'Mistakes' : 'Accuracy',
    x,
    y: options.logValues
      ? { label: 'Wrong, %, logarithmic', scale: 'log', domain: logDomain([...all, 100]) }
      : { label: 'Right, %', scale: 'linear', domain: [0, 100] },
    marks: [
      ...(before
        ? [
            line(`Training${names[1]}`, TRAINING, shown(before.training), { dashed: true }),
            line(`Validation${names[1]}`, VALIDATION, shown(before.validation), { dashed: true }),
          ]
        : []),
      line(undefined, VALIDATION, shown(lines.glances), { faint: true }),
      line(`Training${names[0]}`, TRAINING, shown(lines.training), { points: isFew(lines.training) }),
      line(`Validation${names[0]}`, VALIDATION, shown(lines.validation), { points: isFew(lines.validation) }),
    ],
  };
}

const TRAINING = 0;
const VALIDATION = 1;

/** One run needs no name; two are told apart by theirs. */
function namesIn(former: Run | undefined, { names }: RunPlotOptions): readonly [string, string] {
  return former ? [`: ${names[0]}`, `: ${names[1]}`] : ['', ''];
}

function validLosses({ epochs }: Run): Points {
  return { x: epochs.map(({ end }) => end), y: epochs.map(({ valid }) => valid) };
}

function accuraciesOf({ epochs, glances }: Run): Record<'validation' | 'training' | 'glances', Points> {
  const x = epochs.map(({ end }) => end);
  return {
    validation: { x, y: epochs.map(({ accuracy }) => accuracy) },
    training: { x, y: epochs.map(({ trainAccuracy }) => trainAccuracy) },
    glances: { x: glances.map(({ at }) => at), y: glances.map(({ accuracy }) => accuracy) },
  };
}

/** More dots than these hide the line that they are on. */
const MOST_DOTS = 50;

function isFew({ x }: Points): boolean {
  return x.length <= MOST_DOTS;
}

function line(
  label: string | undefined,
  color: number,
  { x, y }: Points,
  style: { readonly points?: boolean; readonly dashed?: boolean; readonly faint?: boolean } = {},
): LineMark {
  return {
    type: 'line',
    ...(label === undefined ? {} : { label }),
    x,
    y: y.map((value) => (Number.isFinite(value) ? value : null)),
    color,
    points: false,
    ...style,
  };
}

function summaryOf(run: Run): string {
  const { losses, epochs } = run;
  const count = `${losses.updates.toLocaleString('en')} update${losses.updates === 1 ? '' : 's'}`;
  const last = epochs.at(-1);
  const accuracy = lastAccuracy(run);
  const right = accuracy === undefined ? '' : `, ${(100 * accuracy).toFixed(1)} % of validation digits right`;
  if (!last) return `${count}${right}; no epoch is done yet.`;
  const valid = Number.isFinite(last.valid) ? `, validation loss ${last.valid.toPrecision(3)}` : '';
  return `${count}. Epoch ${last.epoch}: training loss ${last.train.toPrecision(3)}${valid}${right}.`;
}
