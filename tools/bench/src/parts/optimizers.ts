import { engineContestant, threadsName, torchContestants } from '../contest/contestants.js';
import type { OptimizerName } from '../engine/optimizers.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { UPDATES_TOGETHER } from '../workloads/networks.js';
import type { Part } from './part.js';
import { againstPeers, comparison } from './rows.js';

const NAMES: readonly OptimizerName[] = ['momentum', 'adam', 'adamW', 'lion'];

export const optimizersPart: Part = {
  name: 'optimizers',
  about: 'one update of 784-500-300-10 by train(), by optimizer, against PyTorch’s fused Adam',
  async run(bench) {
    const together = UPDATES_TOGETHER;
    const timings = await bench.contest(
      [
        ...NAMES.map((optimizer) =>
          engineContestant(cores, { name: 'optimizer', options: { optimizer } }, optimizer),
        ),
        engineContestant(
          cores,
          { name: 'step', options: { network: 'tutorial', together } },
          'bare momentum',
        ),
        ...torchContestants(bench.torchThreads, {
          name: 'step',
          options: { network: 'tutorial', optimizer: 'adam', together },
        }).map((one) => ({ ...one, name: one.name.replace('PyTorch', 'PyTorch, fused') })),
      ],
      { rounds: 9, turnSeconds: 0.2 },
    );
    const rows: Row[] = againstPeers(
      `tutorial step with Adam, ${threadsName(cores)}`,
      'engine, adam',
      timings,
      {
        targets: { PyTorch: { required: 0.8, goal: 0.6 } },
      },
    );
    for (const name of NAMES.slice(1)) {
      const target = name.startsWith('adam') ? { required: 0.6, goal: 0.3 } : undefined;
      const pair = [`engine, ${name}`, 'engine, momentum'] as const;
      rows.push(...comparison(`tutorial step with ${name}`, 'longer', pair, timings, target));
    }
    const pair = ['engine, momentum', 'engine, bare momentum'] as const;
    rows.push(...comparison('tutorial step with momentum by train()', 'timesItsTime', pair, timings));
    return rows;
  },
};
