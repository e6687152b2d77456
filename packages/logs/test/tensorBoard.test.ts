import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LogError, tensorBoard } from '../src/index.js';
import { eventFiles, eventsIn, eventsOf, scalarsOf } from './support/eventReader.js';
import { epoch, optimizer, START, train, withFolder } from './support/run.js';

function now(): number {
  return 1700000000.5;
}

describe('tensorBoard', () => {
  it(
    'writes the losses of updates, and losses, metrics and the learning rate of epochs',
    withFolder(async (folder) => {
      const { valid: _, ...stopped } = epoch(2);
      await train(tensorBoard(join(folder, 'runs', 'a'), { now }), [
        epoch(1, { metrics: { accuracy: 0.5 } }),
        stopped,
      ]);
      const events = eventsOf(join(folder, 'runs', 'a'));
      expect(events[0]?.what).toEqual({ case: 'fileVersion', value: 'brain.Event:2' });
      expect(events.every(({ wallTime }) => wallTime === now())).toBe(true);
      expect(scalarsOf(events)).toEqual([
        [1, 'update/loss', 2],
        [2, 'update/loss', 1],
        [1, 'loss/train', 0.5],
        [1, 'loss/valid', 0.25],
        [1, 'step', Math.fround(0.1)],
        [1, 'metrics/accuracy', 0.5],
        [3, 'update/loss', 1],
        [4, 'update/loss', 0.5],
        [2, 'loss/train', 0.25],
        [2, 'step', Math.fround(0.05)],
      ]);
    }),
  );

  it(
    'tells the algorithm and its options as a table',
    withFolder(async (folder) => {
      await train(tensorBoard(folder), []);
      const [, { what } = { what: undefined }] = eventsOf(folder);
      const value = what?.case === 'summary' ? what.value.value[0] : undefined;
      const bytes = value?.value.case === 'tensor' ? value.value.value.stringVal[0] : undefined;
      expect(value?.tag).toBe('options');
      expect(Buffer.from(bytes ?? []).toString()).toBe(
        [
          '| option | value |',
          '| --- | --- |',
          '| algorithm | Momentum |',
          "| loss | 'mse' |",
          '| seed | 7 |',
          '| epochs | 3 |',
          '| samples | 20 |',
          '| batchSize | 10 |',
        ].join('\n'),
      );
    }),
  );

  it(
    'writes histograms of all parameters and leaves out the losses of updates, as it is asked',
    withFolder(async (folder) => {
      await train(tensorBoard(folder, { histograms: true, updates: false }), [epoch(1)]);
      const events = eventsOf(folder);
      const histograms = events.flatMap(({ what }) =>
        what.case === 'summary' ? what.value.value.filter(({ value }) => value.case === 'histo') : [],
      );
      expect(histograms).toMatchObject([
        { tag: 'relu-1.weight', value: { value: { num: 3, min: -1, max: 3, sum: 2 } } },
      ]);
      expect(scalarsOf(events).map(([, tag]) => tag)).not.toContain('update/loss');
    }),
  );

  it(
    'writes the updates of an epoch that was not finished',
    withFolder(async (folder) => {
      const trained = optimizer();
      const signal = tensorBoard(folder);
      await signal.trainStart(trained, START);
      trained.history.train.push(3);
      await signal.trainEnd(trained, { error: new Error('broken') });
      expect(scalarsOf(eventsOf(folder))).toEqual([[1, 'update/loss', 3]]);
    }),
  );

  it(
    'leaves a file that can be read as far as it goes, wherever a crash ends it',
    withFolder(async (folder) => {
      await train(tensorBoard(folder), [epoch(1), epoch(2)]);
      const whole = readFileSync(eventFiles(folder)[0] as string);
      const all = eventsIn(whole);
      let most = 0;
      for (let length = 0; length <= whole.length; length++) {
        const read = eventsIn(whole.subarray(0, length));
        expect(read).toEqual(all.slice(0, read.length));
        expect(read.length).toBeGreaterThanOrEqual(most);
        most = read.length;
      }
      expect(most).toBe(all.length);
    }),
  );

  it(
    'refuses a folder that has event files, joins or replaces them, and touches no other files',
    withFolder(async (folder) => {
      writeFileSync(join(folder, 'notes.txt'), 'mine');
      await train(tensorBoard(folder), [epoch(1)]);
      await expect(train(tensorBoard(folder), [epoch(1)])).rejects.toThrow(LogError);
      expect(eventFiles(folder)).toHaveLength(2);
      await train(tensorBoard(folder, { existing: 'append' }), [epoch(2)]);
      expect(eventFiles(folder)).toHaveLength(3);
      await train(tensorBoard(folder, { existing: 'replace' }), [epoch(3)]);
      expect(eventFiles(folder)).toHaveLength(2);
      expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    }),
  );

  it(
    'goes on in the same file when the same optimizer is trained again',
    withFolder(async (folder) => {
      const trained = optimizer();
      const signal = tensorBoard(folder);
      await train(signal, [epoch(1)], { trained });
      await train(signal, [epoch(2)], { trained });
      expect(eventFiles(folder)).toHaveLength(1);
      const steps = scalarsOf(eventsOf(folder)).filter(([, tag]) => tag === 'update/loss');
      expect(steps.map(([step]) => step)).toEqual([1, 2, 3, 4]);
    }),
  );

  it('refuses options that it does not know and values that cannot be meant', () => {
    expect(() => tensorBoard('x', { histogram: true } as never)).toThrow("Did you mean 'histograms'?");
    expect(() => tensorBoard('x', { updates: 1 as never })).toThrow('expected true or false, got 1');
    expect(() => tensorBoard('')).toThrow("expected a path, got ''");
  });
});
