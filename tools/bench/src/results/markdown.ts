import { readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './row.js';
import { cells, columns } from './table.js';

/** What stands around the results of a version of Node. */
function markersOf(node: string): readonly [begin: string, end: string] {
  return [`<!-- bench on Node ${node}: begin -->`, `<!-- bench on Node ${node}: end -->`];
}

/**
 * Puts the results between the two markers that a Markdown file has for this version of Node, in place of what stood
 * there.
 *
 * @throws where the file has no such markers
 */
export function writeMarkdown(
  path: string,
  rows: readonly Row[],
  machine: readonly string[],
  node: string = process.versions.node.split('.')[0] as string,
): void {
  const [begin, end] = markersOf(node);
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${path} has no place for the results: add the lines '${begin}' and '${end}' to it.`);
  }
  writeFileSync(path, `${text.slice(0, from + begin.length)}\n${results(rows, machine)}\n${text.slice(to)}`);
}

function results(rows: readonly Row[], machine: readonly string[]): string {
  return [
    ...machine.map((line) => `- ${line}`),
    '',
    LEGEND,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}

/** What the columns mean. */
export const LEGEND =
  'Milliseconds are medians, with the best in brackets. Ratios and verdicts are of the medians, with the ratio of the bests in brackets.';

function line(values: readonly string[]): string {
  return `| ${values.join(' | ')} |`;
}
