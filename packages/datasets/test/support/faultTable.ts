import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const table = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8');

/** The second cell of a fault's row in docs/faults.md, as a pattern: `…` stands for anything. */
export function documented(fault: string): RegExp {
  const row = table.split('\n').find((line) => line.startsWith(`| ${fault} |`));
  if (row === undefined) throw new Error(`docs/faults.md has no row "${fault}"`);
  const cell = row.split('|')[2]!.trim();
  const pattern = cell
    .split('…')
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`);
}
