import type { Network } from '@neutype/layers';
import { DATASET_TITLES, percent, type Verdict } from '../chapters/report.js';
import { mistakesOf } from './mistakes.js';
import { type Checked, type Run, wholeEpochs } from './run.js';
import { count, counted, duration, listed, loss } from './words.js';

/** What happened, in one sentence. */
export function headline(run: Run): string {
  const { optimizer, outcome, settings } = run;
  if (outcome.kind === 'diverged') {
    const after = counted(optimizer.history.train.length, 'update');
    return `Training diverged: with a step of ${settings.step}, the loss left all bounds after ${after}.`;
  }
  const result = resultOf(run, outcome);
  if (optimizer.history.train.length === 0)
    return `Stopped before its first update, the network only guesses: it ${result}`;
  const learned = isLearned(outcome.verdict) ? 'the network' : 'the network has learned next to nothing: it';
  return `${spanOf(run, outcome)}, ${learned} ${result}`;
}

function resultOf({ dataset }: Run, { verdict }: Checked): string {
  const wrong = mistakesOf(verdict).length;
  const total = counted(verdict.actual.length, 'image');
  const rest = wrong === 0 ? `with no mistake in ${total}` : `and misreads ${count(wrong)} of ${total}`;
  return `reads ${percent(verdict.accuracy)} of ${DATASET_TITLES[dataset]} right, ${rest}.`;
}

/** `After 3 epochs and 54 s of training`, or `Stopped after 2 of 10 epochs`. */
function spanOf(run: Run, { stopped }: Checked): string {
  const { optimizer, settings } = run;
  const done = wholeEpochs(run);
  if (stopped && done === 0) return 'Stopped within its first epoch';
  if (stopped) return `Stopped after ${count(done)} of ${counted(settings.epochs, 'epoch')}`;
  return `After ${counted(done, 'epoch')} and ${duration(trainingSeconds({ optimizer }))} of training`;
}

/** Half as much again as always saying the most frequent digit would give. */
function isLearned({ actual, accuracy }: Verdict): boolean {
  const supports = new Map<number, number>();
  for (const label of actual.data) supports.set(label, (supports.get(label) ?? 0) + 1);
  return accuracy > (1.5 * Math.max(...supports.values())) / actual.length || accuracy === 1;
}

/** What it was that learned, and from what. */
export function introduction({ network, dataset, trainedOn, outcome }: Run): string {
  const learned =
    `A network with ${hiddenLayers(network)} and ${count(network.parameterCount)} parameters, trained on ` +
    `${count(trainedOn)} images of ${dataset === 'synthetic' ? 'generated' : 'handwritten'} digits`;
  if (outcome.kind === 'diverged') return `${learned}.`;
  return `${learned} and checked with ${count(outcome.verdict.actual.length)} others that it had never seen.`;
}

function hiddenLayers({ layers }: Network): string {
  const units = layers.slice(1, -1).map(({ outputShape }) => outputShape.join('×'));
  if (units.length === 0) return 'no hidden layer';
  return `${counted(units.length, 'hidden layer')} (${listed(units)} units)`;
}

/** A number that matters, and what it is. */
export interface KeyFigure {
  readonly value: string;
  readonly meaning: string;
}

/** The few numbers that matter. */
export function keyFigures(run: Run): KeyFigure[] {
  const { outcome } = run;
  return outcome.kind === 'diverged' ? lastLosses(run) : [...resultFigures(outcome), ...courseFigures(run)];
}

function resultFigures({ verdict }: Checked): KeyFigure[] {
  const wrong = mistakesOf(verdict).length;
  return [
    { value: percent(verdict.accuracy), meaning: 'of the images are read right' },
    {
      value: count(wrong),
      meaning: `${wrong === 1 ? 'mistake' : 'mistakes'} in ${counted(verdict.actual.length, 'image')}`,
    },
  ];
}

function courseFigures(run: Run): KeyFigure[] {
  const { optimizer } = run;
  const { epochs } = optimizer.history;
  const last = epochs.at(-1);
  if (last === undefined) return [];
  const seconds = trainingSeconds({ optimizer });
  const each =
    epochs.length === 1 || wholeEpochs(run) < epochs.length
      ? ''
      : `, ${duration(seconds / epochs.length)} an epoch`;
  return [
    ...(last.valid === undefined ? [] : [{ value: loss(last.valid), meaning: 'validation loss at the end' }]),
    { value: duration(seconds), meaning: `of training${each}` },
  ];
}

function lastLosses({ optimizer, settings }: Run): KeyFigure[] {
  const { train } = optimizer.history;
  const [first, last] = [train[0], train.at(-1)];
  return [
    ...(first === undefined ? [] : [{ value: loss(first), meaning: 'loss of the first batch' }]),
    ...(last === undefined ? [] : [{ value: loss(last), meaning: 'the last loss that was a number' }]),
    { value: String(settings.step), meaning: 'step (the learning rate)' },
  ];
}

function trainingSeconds({ optimizer }: Pick<Run, 'optimizer'>): number {
  return optimizer.history.epochs.reduce((sum, { seconds }) => sum + seconds, 0);
}
