/** Draws what `npm run bench -- --only scale --json FILE` has measured: `node dist/scalePlot.js FILE.json FILE.svg`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type ChartPanel, type LineMark, type PlotDescription, toSvg } from '@neutype/plots';

interface Entry {
  readonly measure: string;
  readonly ours_ms: number;
  readonly peer: string;
  readonly peer_ms: number;
  readonly size: number;
}

const [from = '', to = ''] = process.argv.slice(2);
const entries = JSON.parse(readFileSync(from, 'utf8')) as readonly Entry[];
const updates = entries.filter(({ measure }) => measure.startsWith('update'));
const epochs = entries.filter(({ measure }) => measure.startsWith('epoch'));

function line(label: string, color: number, x: readonly number[], y: readonly number[]): LineMark {
  return { type: 'line', label, color, x, y, points: true };
}

function panel(title: string, xLabel: string, yLabel: string, marks: readonly LineMark[]): ChartPanel {
  return {
    kind: 'chart',
    title,
    x: { label: xLabel, scale: 'log' },
    y: { label: yLabel, scale: 'log' },
    marks,
  };
}

const parameters = updates.map(({ size }) => size);
const rows = [(epochs[0]?.size ?? Number.NaN) / 10, ...epochs.map(({ size }) => size)];
const epochTimes = [(epochs[0]?.peer_ms ?? Number.NaN) / 10, ...epochs.map(({ ours_ms }) => ours_ms)];

const plot: PlotDescription = {
  title: 'Time by size',
  summary:
    'Times of an update from a thousand to fifty million parameters, beside those of PyTorch, and of an epoch from a ' +
    'thousand to a million rows: straight lines on two logarithmic axes, for time grows as size does.',
  columns: 2,
  panels: [
    panel('An update of 128 samples', 'Parameters', 'Milliseconds', [
      line(
        'Neutype',
        0,
        parameters,
        updates.map((each) => each.ours_ms),
      ),
      line(
        'PyTorch',
        1,
        parameters,
        updates.map((each) => each.peer_ms),
      ),
    ]),
    panel('An epoch', 'Rows', 'Milliseconds', [line('Neutype', 0, rows, epochTimes)]),
  ],
};
writeFileSync(to, toSvg(plot));
