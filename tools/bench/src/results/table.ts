import { formatRatio, type Row, ratioOf, verdict } from './row.js';
import type { Timing } from './timing.js';

/** The heads of the columns. Ratios are of medians; those of the best runs stand behind in brackets. */
export const columns = [
  'measure',
  'ours, ms',
  'rate',
  'peer',
  'peer, ms',
  'ratio',
  'target (goal)',
  '',
] as const;

/** The cells of one row, as text. */
export function cells(row: Row): readonly string[] {
  const { measure, reading, ours, rate, peer, peerTiming, target } = row;
  const ratio = formatRatio(reading, ratioOf(row, 'median'));
  return [
    measure,
    formatTiming(ours),
    rate ?? '',
    peer,
    formatTiming(peerTiming),
    `${ratio} (${formatRatio(reading, ratioOf(row, 'best')).replace(/ (faster|its time|longer)$/, '')})`,
    target ? `${bound(row)} ${plain(row, target.required)} (${plain(row, target.goal)})` : '',
    verdict(row) ?? '',
  ];
}

function bound({ reading }: Row): string {
  return reading === 'timesItsTime' || reading === 'longer' ? '≤' : '≥';
}

function plain({ reading }: Row, value: number): string {
  if (reading === 'longer') return `${value} ms`;
  return reading === 'share' ? `${value * 100} %` : `${value}×`;
}

function formatTiming({ median, best }: Timing): string {
  return `${formatMilliseconds(median)} (${formatMilliseconds(best)})`;
}

function formatMilliseconds(ms: number): string {
  return ms < 0.1 ? ms.toPrecision(2) : Number(ms.toPrecision(3)).toString();
}

/** The table as lines of plain text. */
export function textTable(rows: readonly Row[]): string {
  const lines = [columns, ...rows.map(cells)];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] as string).length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
