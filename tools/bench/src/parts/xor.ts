import { engineContestant, peers } from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import type { Part } from './part.js';
import { againstPeers } from './rows.js';

const task: Task = { name: 'xor' };
const TARGET = { required: 3, goal: 10 };
function rate(ms: number): string {
  return `${Math.round(1000 / ms)} updates/s`;
}

export const xorPart: Part = {
  name: 'xor',
  about: 'updates of a 2-8-1 network on the four samples of XOR, bare and by train(), one a call',
  async run(bench) {
    const timings = await bench.contest(
      [
        engineContestant(cores, task, 'bare'),
        engineContestant(cores, { name: 'xorTrain' }, 'train()'),
        ...peers(bench.torchThreads.slice(0, 1), task),
      ],
      { rounds: 7, turnSeconds: 0.25 },
    );
    const options = { targets: { 'tfjs cpu': TARGET }, rate };
    return [
      ...againstPeers('XOR update, bare', 'engine, bare', timings, options),
      ...againstPeers('XOR update, by train()', 'engine, train()', timings, options),
    ];
  },
};
