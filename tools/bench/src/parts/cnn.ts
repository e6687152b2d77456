import type { Contestant } from '../contest/contest.js';
import {
  avx2TorchContestants,
  engineContestant,
  isWide,
  peers,
  relaxedContestant,
  tfjsContestant,
  threadsName,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import { BATCH_SIZE } from '../workloads/networks.js';
import type { Part } from './part.js';
import { againstPeers, comparison } from './rows.js';

const task: Task = { name: 'step', options: { network: 'cnn' } };
/** Needs minutes for one whole batch; its time grows with the samples, but for a few hundredths. */
const ROWS = 2;
const tfjsCpu: Contestant = {
  ...tfjsContestant('cpu', { name: 'step', options: { network: 'cnn', rows: ROWS } }),
  name: `tfjs cpu, ${BATCH_SIZE / ROWS} updates of ${ROWS} samples`,
};

const all = threadsName(cores);

export const cnnPart: Part = {
  name: 'cnn',
  about: 'one update of conv 3×3×32, conv 3×3×64, max-pool 2, dense 128, softmax on 28×28×1, batch 128',
  async run(bench) {
    const timings = await bench.contest(
      [
        ...[...new Set([1, cores])].map((threads) => engineContestant(threads, task)),
        ...relaxedContestant(cores, task),
        tfjsCpu,
        ...peers(bench.torchThreads, task).filter(({ name }) => name !== 'tfjs cpu'),
        ...avx2TorchContestants(bench.torchThreads, task),
      ],
      { rounds: 5, turnSeconds: 0.5 },
    );
    return [
      ...againstPeers(`CNN step, ${all}`, `engine, ${all}`, timings, {
        targets: {
          'tfjs cpu': { required: 30, goal: 60 },
          PyTorch: isWide ? { required: 0.6, goal: 0.5 } : { required: 2.5, goal: 1.5 },
        },
      }),
      ...againstPeers(`CNN step, relaxed, ${all}`, `engine, relaxed, ${all}`, timings),
      ...comparison(
        `CNN step, ${all} against 1`,
        'timesFaster',
        [`engine, ${all}`, 'engine, 1 thread'],
        timings,
      ),
    ];
  },
};
