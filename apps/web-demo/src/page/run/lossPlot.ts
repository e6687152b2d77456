import type { ChartPanel, LineMark, PlotDescription } from '@neutype/plots';
import type { EpochSummary } from '../../shared/protocol.js';
import type { LossCurve } from '../state/lossCurve.js';

/**
 * The loss of every update, and once an epoch is done, that of every epoch: training losses are an epoch's mean, as the
 * table has them, and stand above the epoch they are of.
 */
export function lossPlot(curve: LossCurve, epochs: readonly EpochSummary[]): PlotDescription {
  const panels = [perUpdate(curve, epochs)];
  if (epochs.length > 0) panels.push(perEpoch(epochs));
  return { title: 'Training performance', summary: summaryOf(curve, epochs), panels };
}

function perUpdate(curve: LossCurve, epochs: readonly EpochSummary[]): ChartPanel {
  let passed = 0;
  const ends = epochs.map(({ updates }) => {
    passed += updates;
    return passed;
  });
  const axis = { label: 'Updates', scale: 'linear', whole: true } as const;
  return panel('Loss per update', axis, [
    line('Training', 0, curve.line(), curve.updates),
    line('Validation', 1, { x: ends, y: epochs.map(({ valid }) => valid) }),
  ]);
}

function perEpoch(epochs: readonly EpochSummary[]): ChartPanel {
  const x = epochs.map(({ epoch }) => epoch);
  const axis = {
    label: 'Epochs',
    scale: 'linear',
    whole: true,
    domain: [0, roomFor(epochs.length)],
  } as const;
  return panel('Loss per epoch', axis, [
    line('Training', 0, { x, y: epochs.map(({ train }) => train) }),
    line('Validation', 1, { x, y: epochs.map(({ valid }) => valid) }),
  ]);
}

function panel(title: string, x: ChartPanel['x'], marks: readonly LineMark[]): ChartPanel {
  return {
    kind: 'chart',
    title,
    x,
    y: { label: 'Loss', scale: 'linear' },
    marks,
  };
}

const MOST_DOTS = 50;

function line(
  label: string,
  color: number,
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  values = x.length,
): LineMark {
  return {
    type: 'line',
    label,
    x,
    y: y.map((value) => (Number.isFinite(value) ? value : null)),
    color,
    points: values <= MOST_DOTS,
  };
}

/** An axis that grows in round steps, not with every epoch. */
function roomFor(epochs: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [2, 5, 10]) if (step * power >= epochs) return step * power;
  }
}

function summaryOf(curve: LossCurve, epochs: readonly EpochSummary[]): string {
  const last = epochs.at(-1);
  const count = `${curve.updates.toLocaleString('en')} update${curve.updates === 1 ? '' : 's'}`;
  if (!last) return `${count}; no epoch is done yet.`;
  const valid = Number.isFinite(last.valid) ? `, validation loss ${last.valid.toPrecision(3)}` : '';
  return `${count}. Epoch ${last.epoch}: training loss ${last.train.toPrecision(3)}${valid}.`;
}
