import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { input, momentum, type Optimizer, type Signal, sigmoid, tanh } from '../src/index.js';
import { csvLog, jsonLinesLog, tensorBoard } from '../src/logs.js';

const folder = mkdtempSync(join(tmpdir(), 'neutype-logs-'));
const [csv, lines] = [join(folder, 'run.csv'), join(folder, 'run.jsonl')];
let optimizer: Optimizer;

beforeAll(async () => {
  const signals: Signal[] = [csvLog(csv), jsonLinesLog(lines), tensorBoard(folder, { histograms: true })];
  optimizer = momentum(input(1).to(tanh(4), sigmoid(1)), {
    seed: 0,
    signals,
    batchSize: 2,
    metrics: ['mae'],
  });
  await optimizer.train([0, 1, 2, 3], [0, 0, 1, 1], [0], [1], { epochs: 3 });
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the CSV log has the numbers of the optimizer’s history', () => {
  const [header, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  expect(header).toBe('epoch,train,trainMean,valid,step,seconds,updates,mae');
  expect(rows.map((row) => row.split(',').map(Number))).toEqual(
    optimizer.history.epochs.map(({ epoch, train, trainMean, valid, seconds, updates, metrics }) => [
      epoch,
      train,
      trainMean,
      valid,
      0.1,
      seconds,
      updates,
      metrics?.['mae'],
    ]),
  );
});

it('the JSON lines log tells of the beginning, every epoch and the end', () => {
  const events = readFileSync(lines, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ event }) => event)).toEqual(['start', 'epoch', 'epoch', 'epoch', 'end']);
  expect(events[0]).toMatchObject({ algorithm: 'Momentum', seed: 0, epochs: 3, samples: 4, batchSize: 2 });
  expect(events[3]).toMatchObject({ ...optimizer.history.epochs[2] });
});

it('the event file of TensorBoard names the losses and every parameter', () => {
  const name = readdirSync(folder).find((file) => file.startsWith('events.out.tfevents.')) as string;
  const bytes = readFileSync(join(folder, name)).toString('latin1');
  for (const tag of [
    'update/loss',
    'loss/train',
    'loss/valid',
    'step',
    'metrics/mae',
    'tanh-1.weight',
    'sigmoid-1.bias',
  ]) {
    expect(bytes).toContain(tag);
  }
});
