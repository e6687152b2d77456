import type { History } from '@neutype/optimizers';
import { type ChartPanel, type LineMark, type Plot, plot } from '@neutype/plots';
import { counted, loss } from './words.js';

/** From such a range on, a linear axis shows a cliff and then nothing. */
const WIDE_RANGE = 20;
const POINT_LIMIT = 50;

/** Single batches hide the course in their noise: the curve has about so many points, each the mean of as many batches. */
const MEANS = 100;

/**
 * The course of the loss: of the training batches, and of the validation after each epoch. Counted in epochs, or where there
 * was no whole one in updates.
 */
export function lossCurve(history: History, updatesPerEpoch: number): Plot {
  const { epochs, train } = history;
  const isShort = train.length < updatesPerEpoch;
  const unit = isShort ? 1 : updatesPerEpoch;
  const means = meansOf(train);
  const validation = validationOf(history);
  const marks: LineMark[] = [
    {
      type: 'line',
      label: means.size === 1 ? 'Training' : `Training, mean of ${means.size} batches`,
      // Each mean stands in the middle of its batches.
      x: means.values.map((_, index) => ((index + 0.5) * means.size - 0.5) / unit),
      y: finite(means.values),
      color: 0,
      points: means.values.length < POINT_LIMIT,
    },
    {
      type: 'line',
      label: 'Validation',
      x: validation.map(({ updates }) => updates / unit),
      y: finite(validation.map(({ valid }) => valid)),
      color: 1,
      points: epochs.length <= POINT_LIMIT,
    },
  ];
  const shown = marks.filter(({ y }) => y.some((value) => value !== null));
  return plot({
    title: 'Loss',
    summary: summaryOf(history),
    panels: [
      {
        kind: 'chart',
        title: '',
        x: {
          label: isShort ? 'Updates' : 'Epochs',
          scale: 'linear',
          whole: true,
          domain: [0, train.length / unit],
        },
        y: lossAxis(shown),
        marks: shown,
      },
    ],
  });
}

/** Each validation loss, and how many updates there had been. */
function validationOf({ epochs }: History): { readonly updates: number; readonly valid: number }[] {
  let updates = 0;
  return epochs.flatMap(({ valid, updates: own }) => {
    updates += own;
    return valid === undefined ? [] : [{ updates, valid }];
  });
}

/** Means of consecutive batches, as many to each as give about `MEANS` of them. */
function meansOf(losses: readonly number[]): { readonly size: number; readonly values: number[] } {
  const size = Math.max(1, Math.round(losses.length / MEANS));
  const values = Array.from({ length: Math.ceil(losses.length / size) }, (_, index) => {
    const batches = losses.slice(index * size, (index + 1) * size);
    return batches.reduce((sum, each) => sum + each, 0) / batches.length;
  });
  return { size, values };
}

function finite(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

/** Logarithmic where the range asks for it, then down to a whole decade. */
function lossAxis(marks: readonly LineMark[]): ChartPanel['y'] {
  const values = marks.flatMap(({ y }) => y.filter((value) => value !== null && value > 0) as number[]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high / low > WIDE_RANGE)) return { label: 'Loss', scale: 'linear' };
  return { label: 'Loss', scale: 'log', domain: [10 ** Math.floor(Math.log10(low)), high] };
}

/** Whether the plot's loss axis is logarithmic. */
export function isLogarithmic({ description }: Plot): boolean {
  return description.panels.some((panel) => panel.kind === 'chart' && panel.y.scale === 'log');
}

function summaryOf({ train, epochs }: History): string {
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (first === undefined || last === undefined) {
    return `The loss of each of ${counted(train.length, 'update')}, from ${loss(train[0]!)} to ${loss(train.at(-1)!)}.`;
  }
  const valid =
    last.valid === undefined ? '' : `, the validation loss from ${loss(first.valid!)} to ${loss(last.valid)}`;
  return `In ${counted(epochs.length, 'epoch')} the mean training loss goes from ${loss(first.trainMean)} to ${loss(last.trainMean)}${valid}.`;
}

/** What the curves say, in a sentence or two. */
export function verdictOnCurves({ epochs }: History): string | undefined {
  const measured = epochs.flatMap(({ epoch, valid }) => (valid === undefined ? [] : [{ epoch, valid }]));
  const last = measured.at(-1);
  if (last === undefined || measured.length < 2) return undefined;
  const best = measured.reduce((least, each) => (each.valid < least.valid ? each : least));
  if (best === last)
    return `The validation loss is lowest at the end: ${loss(last.valid)}. More epochs may help.`;
  return (
    `The validation loss was lowest after epoch ${best.epoch} (${loss(best.valid)}) and ends at ${loss(last.valid)}: ` +
    'what was learned since then helps with the training images alone, or makes the network surer of its mistakes.'
  );
}
