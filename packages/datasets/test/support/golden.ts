import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Table = number[][];

/** Made by tools/golden/datasets.py. */
export interface Golden {
  readonly splitSizes: [
    samples: number,
    test: number | null,
    train: number | null,
    number | null,
    number | null,
  ][];
  readonly stratifiedCounts: [
    counts: number[],
    test: number,
    train: number[] | null,
    test: number[] | null,
  ][];
  readonly scalers: Record<'x' | 'new', Table> &
    Record<'minMax' | 'minMaxRange' | 'standard' | 'mean', [Table, Table]> &
    Record<'gaps' | 'minMaxOfGaps' | 'standardOfGaps' | 'meanOfGaps', (number | null)[][]>;
  readonly folds: {
    readonly plain: [samples: number, folds: number, tests: Table][];
    readonly labels: string[];
    readonly stratified: [folds: number, tests: Table][];
    readonly rare: [labels: string[], folds: number, tests: Table];
  };
  readonly labels: { words: string[]; classes: string[]; codes: number[]; weights: number[] };
  readonly shapes: Record<'moons' | 'circles', [Table, number[]]>;
}

export const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/scikit-learn.json'), 'utf8'),
) as Golden;
