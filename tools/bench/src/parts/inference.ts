import {
  engineContestant,
  onnxContestant,
  tfjsContestant,
  threadsName,
  torchContestants,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import { type NetworkName, tutorialSizes } from '../workloads/networks.js';
import type { Part } from './part.js';
import { againstPeers } from './rows.js';

interface Question {
  readonly measure: string;
  readonly network: NetworkName;
  readonly images: number;
}

const QUESTIONS: readonly Question[] = [
  { measure: 'one image through 784-500-300-10', network: 'tutorial', images: 1 },
  { measure: '10,000 images through 784-500-300-10', network: 'tutorial', images: 10_000 },
  { measure: 'one image through a small CNN', network: 'smallCnn', images: 1 },
];

/** Of the tutorial's network, for one image: a multiplication and an addition for each weight. */
const OPERATIONS = tutorialSizes
  .slice(1)
  .reduce((sum, size, at) => sum + 2 * size * (tutorialSizes[at] as number), 0);

export const inferencePart: Part = {
  name: 'inference',
  about: 'answers of network.predict, one and 10,000 at a time, against ONNX Runtime, PyTorch and tfjs wasm',
  async run(bench) {
    const rows = [];
    for (const { measure, network, images } of QUESTIONS) {
      const task: Task = { name: 'predict', options: { network, images } };
      const threadCounts = [...new Set([1, cores])];
      const timings = await bench.contest(
        [
          ...threadCounts.map((threads) => engineContestant(threads, task)),
          ...threadCounts.map((threads) => onnxContestant(threads, task)),
          tfjsContestant('wasm', task),
          ...torchContestants(bench.torchThreads, task),
        ],
        { rounds: 5, turnSeconds: 0.25 },
      );
      const rate = (ms: number) =>
        network === 'tutorial' && images > 1
          ? `${((images * OPERATIONS) / ms / 1e6).toFixed(0)} GFLOP/s`
          : `${Math.round((1000 * images) / ms).toLocaleString('en')} images/s`;
      rows.push(...againstPeers(measure, `engine, ${threadsName(cores)}`, timings, { rate }));
    }
    return rows;
  },
};
