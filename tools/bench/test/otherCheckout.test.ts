import { describe, expect, it } from '@jest/globals';
import type { Contestant } from '../src/contest/contest.js';
import { engineContestant, peers } from '../src/contest/contestants.js';
import { againstCheckout, checkCheckout } from '../src/contest/otherCheckout.js';
import type { Row } from '../src/results/row.js';
import { formatRatio, ratioOf } from '../src/results/row.js';

const task = { name: 'product', options: { m: 2, n: 3 } };

describe('another checkout', () => {
  it('takes part in turn with this one, in place of all others', async () => {
    const seen: Contestant[] = [];
    const rows: Row[] = [];
    const contest = againstCheckout(
      async (contestants) => {
        seen.push(...contestants);
        return new Map(contestants.map(({ name }, at) => [name, { median: 10 + at, best: 5 }]));
      },
      '/before',
      rows,
    );
    const ours = [1, 2].map((threads) => engineContestant(threads, task));
    const timings = await contest([...ours, ...peers([], task)], { rounds: 1, turnSeconds: 1 });

    expect(seen.map(({ name }) => name)).toEqual([
      'engine, 1 thread',
      'before: engine, 1 thread',
      'engine, 2 threads',
      'before: engine, 2 threads',
    ]);
    expect(seen.map(({ command }) => command.args[0])).toEqual([
      ours[0]?.command.args[0],
      '/before/tools/bench/src/worker/engineWorker.js',
      ours[1]?.command.args[0],
      '/before/tools/bench/src/worker/engineWorker.js',
    ]);
    expect(seen[3]?.command.env).toEqual(seen[2]?.command.env);
    expect([...timings.keys()]).toEqual(['engine, 1 thread', 'engine, 2 threads']);
    expect(rows.map((row) => [row.measure, formatRatio(row.reading, ratioOf(row, 'median'))])).toEqual([
      ['product m 2, n 3, 1 thread', '0.909× its time'],
      ['product m 2, n 3, 2 threads', '0.923× its time'],
    ]);
  });

  it('is refused where it is none, or not built', () => {
    expect(() => checkCheckout('/nowhere')).toThrow('/nowhere is no checkout of this repository');
  });
});
