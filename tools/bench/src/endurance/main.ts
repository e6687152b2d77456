/**
 * Serves and trains for a long time in one process, and prints what it holds:
 * `node dist/endurance/main.js [--short]`. Ends with 1 where something grew.
 */
import { parseArgs } from 'node:util';
import { percentile } from '../results/percentile.js';
import { formatAccount } from './account.js';
import { endure, growthIn } from './observe.js';

const { short } = parseArgs({ options: { short: { type: 'boolean', default: false } } }).values;
const work = short ? { predictions: 2000, trainings: 400 } : { predictions: 200_000, trainings: 20_000 };

const { serving, training, milliseconds } = await endure(work, (done, now) =>
  console.log(`${done}: ${formatAccount(now)}`),
);
console.log(
  `After ${work.predictions} predictions: ${formatAccount(serving.after)}.\n` +
    `After ${work.trainings} trainings: ${formatAccount(training.after)}.\n` +
    `Answers to a single row, ${milliseconds.length} of them, milliseconds: median ${percentile(milliseconds, 0.5).toFixed(2)}, ` +
    `p99 ${percentile(milliseconds, 0.99).toFixed(2)}.`,
);
const growth = [serving, training].flatMap(growthIn);
for (const grown of growth) console.log(`Grown: ${grown}.`);
if (growth.length > 0) process.exitCode = 1;
