import { engineContestant } from '../contest/contestants.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { sumOf } from '../results/timing.js';
import { BATCH_SIZE } from '../workloads/networks.js';
import type { Part } from './part.js';

/** As many updates as an epoch of MNIST's 60,000 digits, the last and smaller one left out. */
const UPDATES = 468;
const VALIDATION = 10_000;
const TARGET = { required: 1.08, goal: 1.03 };

export const epochPart: Part = {
  name: 'epoch',
  about:
    'an epoch of train() on 59,904 samples with shuffling and log, with and without 10,000 for validation, against 468 bare updates',
  async run(bench) {
    const samples = UPDATES * BATCH_SIZE;
    const timings = await bench.contest(
      [
        engineContestant(cores, { name: 'epoch', options: { samples, validation: VALIDATION } }, 'validated'),
        engineContestant(cores, { name: 'epoch', options: { samples, validation: 0 } }, 'plain'),
        engineContestant(
          cores,
          { name: 'step', options: { network: 'tutorial', updates: UPDATES } },
          'updates',
        ),
        engineContestant(cores, { name: 'evaluation', options: { samples: VALIDATION } }, 'evaluation'),
      ],
      { rounds: 5, turnSeconds: 0.1 },
    );
    const [validated, plain, bare, evaluation] = ['validated', 'plain', 'updates', 'evaluation'].map((name) =>
      timings.get(`engine, ${name}`),
    );
    if (!validated || !plain || !bare || !evaluation) return [];
    const row = (measure: string, ours: Row['ours'], peer: string, peerTiming: Row['ours']): Row => ({
      measure,
      reading: 'timesItsTime',
      ours,
      peer,
      peerTiming,
      target: TARGET,
    });
    const both = sumOf(bare, evaluation);
    return [
      row('epoch with validation', validated, `${UPDATES} bare updates`, bare),
      row(
        'epoch with validation',
        validated,
        `${UPDATES} bare updates and the validation's forward passes`,
        both,
      ),
      row('epoch without validation', plain, `${UPDATES} bare updates`, bare),
    ];
  },
};
