import { describe, expect, it } from '@jest/globals';
import { type Contestant, contest } from '../src/contest/contest.js';
import { bestPeers } from '../src/contest/contestants.js';
import { Workers } from '../src/contest/workers.js';

/** A worker that greets, and whose turns all have two runs: as long as the turn, and 3 ms. */
const worker = `
  console.log('a greeting');
  const answers = { prepare: () => ({ ready: true }), measure: (seconds) => ({ ms: [seconds * 1000, 3] }) };
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const [[name, value]] = Object.entries(JSON.parse(line));
    console.log(JSON.stringify(answers[name](value)));
  });`;

function contestant(name: string, program: string): Contestant {
  return {
    name,
    command: { program: process.execPath, args: ['-e', program] },
    task: { name: 'any' },
  };
}

describe('contest', () => {
  it('gathers the runs of all turns, and tells of those that cannot take part', async () => {
    const absent: string[] = [];
    const workers = new Workers();
    const timings = await contest(
      [
        contestant('able', worker),
        contestant('mute', 'throw new Error("no such module")'),
        contestant('unwilling', worker.replace('{ ready: true }', '{ error: "no kernel" }')),
        { ...contestant('missing', worker), command: { program: 'no-such-program', args: [] } },
      ],
      { rounds: 3, turnSeconds: 0.001 },
      workers,
      (name, reason) => absent.push(`${name}: ${reason}`),
    );
    await workers.closeAll();
    expect([...timings]).toEqual([['able', { median: 2, best: 1 }]]);
    expect(absent).toHaveLength(3);
    expect(absent[0]).toMatch(/^mute: ended: /);
    expect(absent[1]).toBe('unwilling: no kernel');
    expect(absent[2]).toMatch(/^missing: ended/);
  });
});

describe('bestPeers', () => {
  it('keeps the fastest setting of each way that PyTorch runs, and every other peer', () => {
    const timings = new Map(
      Object.entries({
        'engine, 2 threads': 1,
        'tfjs cpu': 90,
        'tfjs cpu, 16 updates of 8 samples': 80,
        'PyTorch, 1 thread': 4,
        'PyTorch, 2 threads': 3,
        'PyTorch with AVX2, 1 thread': 6,
        'PyTorch with AVX2, 2 threads, passive wait': 5,
      }).map(([name, median]) => [name, { median, best: median }]),
    );
    expect(bestPeers(timings).map(([name]) => name)).toEqual([
      'tfjs cpu',
      'tfjs cpu, 16 updates of 8 samples',
      'PyTorch, 2 threads',
      'PyTorch with AVX2, 2 threads, passive wait',
    ]);
  });
});
