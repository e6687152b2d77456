import {
  avx2TorchContestants,
  engineContestant,
  isWide,
  ourThreads,
  peers,
  relaxedContestant,
  threadsName,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import type { Part } from './part.js';
import { againstPeers, comparison } from './rows.js';

const task: Task = { name: 'step', options: { network: 'tutorial' } };
const ordinary: Task = { name: 'step', options: { network: 'tutorial', replay: false } };

const all = threadsName(cores);

export const stepPart: Part = {
  name: 'step',
  about:
    'one update of 784-500-300-10, batch 128, Nesterov momentum, against tfjs cpu, tfjs wasm and PyTorch',
  async run(bench) {
    const timings = await bench.contest(
      [
        ...ourThreads.map((threads) => engineContestant(threads, task)),
        ...relaxedContestant(cores, task),
        ...[...new Set([1, cores])].map((threads) =>
          engineContestant(threads, ordinary, `ordinary steps, ${threadsName(threads)}`),
        ),
        ...peers(bench.torchThreads, task),
        ...avx2TorchContestants(bench.torchThreads, task),
      ],
      { rounds: 9, turnSeconds: 0.25 },
    );
    const rows: Row[] = againstPeers(`tutorial step, ${all}`, `engine, ${all}`, timings, {
      targets: {
        'tfjs cpu': { required: 60, goal: 100 },
        'tfjs wasm': { required: 10, goal: 18 },
        PyTorch: isWide ? { required: 0.7, goal: 0.5 } : { required: 1, goal: 0.6 },
      },
    });
    rows.push(...againstPeers(`tutorial step, relaxed, ${all}`, `engine, relaxed, ${all}`, timings));
    if (cores > 1) rows.push(...againstPeers('tutorial step, 1 thread', 'engine, 1 thread', timings));
    rows.push(
      ...comparison(
        'tutorial step, 2 threads against 1',
        'timesFaster',
        ['engine, 2 threads', 'engine, 1 thread'],
        timings,
        { required: 1.5, goal: 1.8 },
      ),
    );
    for (const threads of new Set([1, cores])) {
      const name = threadsName(threads);
      const names = [`engine, ${name}`, `engine, ordinary steps, ${name}`] as const;
      rows.push(...comparison(`tutorial step, replayed, ${name}`, 'timesFaster', names, timings));
    }
    return rows;
  },
};
