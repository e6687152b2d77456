import {
  avx2TorchContestants,
  engineContestant,
  relaxedContestant,
  threadsName,
  torchContestants,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import type { BlockName } from '../workloads/blocks.js';
import type { Part } from './part.js';
import { againstPeers } from './rows.js';

/** One update of a block, ours and PyTorch's. */
export function blockPart(block: BlockName, measure: string, about: string): Part {
  const task: Task = { name: 'block', options: { block } };
  const all = threadsName(cores);
  return {
    name: block,
    about: `one update of ${about}`,
    isOptional: true,
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
        ...againstPeers(`${measure}, ${all}`, `engine, ${all}`, timings, {
          targets: { PyTorch: { required: 1.5, goal: 1 } },
        }),
        ...againstPeers(`${measure}, relaxed, ${all}`, `engine, relaxed, ${all}`, timings),
      ];
    },
  };
}
