import {
  avx2TorchContestants,
  engineContestant,
  relaxedContestant,
  threadsName,
  torchContestants,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import type { Part } from './part.js';
import { againstPeers } from './rows.js';

const task: Task = { name: 'block', options: { block: 'transformer' } };

const all = threadsName(cores);

export const transformerPart: Part = {
  name: 'transformer',
  about: 'one update of a transformer block: 32 sequences of 64 steps, width 128, 4 heads, 512 hidden units',
  async run(bench) {
    const timings = await bench.contest(
      [
        engineContestant(cores, task),
        ...relaxedContestant(cores, task),
        ...torchContestants(bench.torchThreads, task),
        ...avx2TorchContestants(bench.torchThreads, task),
      ],
      { rounds: 8, turnSeconds: 0.5 },
    );
    return [
      ...againstPeers(`transformer block, ${all}`, `engine, ${all}`, timings, {
        targets: { PyTorch: { required: 1.5, goal: 1 } },
      }),
      ...againstPeers(`transformer block, relaxed, ${all}`, `engine, relaxed, ${all}`, timings),
    ];
  },
};
