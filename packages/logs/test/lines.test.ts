import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { csvLog, jsonLinesLog, LogError } from '../src/index.js';
import { epoch, optimizer, START, train, withFolder } from './support/run.js';

const HEADER = 'epoch,train,trainMean,valid,step,seconds,updates';

const inLinux = process.platform === 'linux' ? it : it.skip;

describe('csvLog', () => {
  inLinux(
    'says so at once where the system makes no folder, though it says that one above is missing',
    async () => {
      const training = train(csvLog('/proc/neutype/deep/run.csv'), [epoch(1)]);
      await expect(training).rejects.toThrow(
        "csvLog('/proc/neutype/deep/run.csv'): expected a file that can be written, got ENOENT",
      );
    },
  );

  it(
    'writes a header and a row for each epoch, with all digits',
    withFolder(async (folder) => {
      const path = join(folder, 'deep', 'run.csv');
      await train(csvLog(path), [epoch(1), epoch(2), epoch(3)]);
      expect(readFileSync(path, 'utf8')).toBe(
        [
          HEADER,
          '1,1,0.5,0.25,0.1,0.5,2',
          '2,0.5,0.25,0.125,0.05,0.5,2',
          '3,0.3333333333333333,0.16666666666666666,0.08333333333333333,0.025,0.5,2',
          '',
        ].join('\n'),
      );
    }),
  );

  it(
    'has a column for each metric, quoted where its name asks for it, and leaves out what an epoch lacks',
    withFolder(async (folder) => {
      const path = join(folder, 'run.csv');
      const { valid: _, ...stopped } = epoch(2);
      await train(csvLog(path), [epoch(1, { metrics: { accuracy: 0.5, 'f1, "macro"': 0.25 } }), stopped]);
      expect(readFileSync(path, 'utf8')).toBe(
        [
          `${HEADER},accuracy,"f1, ""macro"""`,
          '1,1,0.5,0.25,0.1,0.5,2,0.5,0.25',
          '2,0.5,0.25,,0.05,0.5,2,,',
          '',
        ].join('\n'),
      );
      const more = csvLog(path, { existing: 'append' });
      await train(more, [epoch(3, { metrics: { 'f1, "macro"': 0.75, accuracy: 1 } })]);
      expect(readFileSync(path, 'utf8').split('\n')[3]).toMatch(/,2,1,0\.75$/);
    }),
  );

  it(
    'goes on in the same file when the same optimizer is trained again',
    withFolder(async (folder) => {
      const path = join(folder, 'run.csv');
      const signal = csvLog(path);
      await train(signal, [epoch(1)]);
      await train(signal, [epoch(2)]);
      expect(readFileSync(path, 'utf8').match(/^\d+/gm)).toEqual(['1', '2']);
    }),
  );

  it(
    'appends whole rows after any crash in mid-write',
    withFolder(async (folder) => {
      const path = join(folder, 'run.csv');
      await train(csvLog(path), [epoch(1), epoch(2)]);
      const whole = readFileSync(path);
      const header = whole.indexOf('\n') + 1;
      for (let length = header; length <= whole.length; length += 7) {
        writeFileSync(path, whole.subarray(0, length));
        const warnings: string[] = [];
        const warn = (message: string): unknown => warnings.push(message);
        await train(csvLog(path, { existing: 'append', warn }), [epoch(2), epoch(3)]);
        const rows = readFileSync(path, 'utf8').trimEnd().split('\n');
        expect(rows.every((row) => row.split(',').length === 7)).toBe(true);
        const kept = whole.subarray(header, length).toString().split('\n').length - 1;
        expect(rows).toHaveLength(1 + kept + 2);
        expect(warnings).toHaveLength(whole[length - 1] === 10 ? 0 : 1);
      }
    }),
  );

  it(
    'refuses to append to what is no such log, and leaves it as it is',
    withFolder(async (folder) => {
      const path = join(folder, 'data.csv');
      for (const content of ['a,b\n1,2\n', 'no newline', `${HEADER.slice(0, 10)}\n`]) {
        writeFileSync(path, content);
        await expect(train(csvLog(path, { existing: 'append' }), [])).rejects.toThrow(LogError);
        expect(readFileSync(path, 'utf8')).toBe(content);
      }
    }),
  );

  it(
    'warns once of a metric that its header has no column for, or stops',
    withFolder(async (folder) => {
      const path = join(folder, 'run.csv');
      const records = [epoch(1), epoch(2, { metrics: { late: 1 } }), epoch(3, { metrics: { late: 1 } })];
      const warnings: string[] = [];
      await train(csvLog(path, { warn: (message) => warnings.push(message) }), records);
      expect(warnings).toEqual([
        `csvLog('${path}'): expected metrics that the file has columns for: none, got late. It is left out.`,
      ]);
      const strict = csvLog(path, { existing: 'replace', onError: 'stop' });
      await expect(train(strict, records)).rejects.toThrow('got late');
    }),
  );
});

describe('jsonLinesLog', () => {
  it(
    'writes what begins, every epoch, and what ends',
    withFolder(async (folder) => {
      const path = join(folder, 'run.jsonl');
      let clock = 1700000000;
      const signal = jsonLinesLog(path, { now: () => clock++ });
      const records = [epoch(1), epoch(2, { metrics: { auc: Number.NaN } })];
      await train(signal, records, { end: { stopped: 'enough' } });
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        {
          event: 'start',
          time: 1700000000,
          algorithm: 'Momentum',
          seed: 7,
          ...START,
          options: { loss: "'mse'" },
        },
        { event: 'epoch', time: 1700000001, ...records[0] },
        { event: 'epoch', time: 1700000002, ...records[1], metrics: { auc: null } },
        { event: 'end', time: 1700000003, stopped: 'enough' },
      ]);
    }),
  );

  it(
    'says by what error a run ended',
    withFolder(async (folder) => {
      const path = join(folder, 'run.jsonl');
      await train(jsonLinesLog(path), [], { end: { error: new RangeError('broken') } });
      const last = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) as string;
      expect(JSON.parse(last)).toMatchObject({ event: 'end', error: 'broken' });
    }),
  );

  it(
    'appends whole lines after any crash in mid-write',
    withFolder(async (folder) => {
      const path = join(folder, 'run.jsonl');
      await train(jsonLinesLog(path), [epoch(1)]);
      const whole = readFileSync(path);
      for (let length = whole.indexOf('\n') + 1; length <= whole.length; length += 11) {
        writeFileSync(path, whole.subarray(0, length));
        await train(jsonLinesLog(path, { existing: 'append', warn: () => {} }), [epoch(2)]);
        const events = readFileSync(path, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).event);
        expect(events.slice(-3)).toEqual(['start', 'epoch', 'end']);
      }
    }),
  );

  it(
    'refuses to append to what is no JSON lines',
    withFolder(async (folder) => {
      const path = join(folder, 'notes.txt');
      for (const content of ['a note\n', '3\n', 'null\n', '"text"\n']) {
        writeFileSync(path, content);
        await expect(train(jsonLinesLog(path, { existing: 'append' }), [])).rejects.toThrow(LogError);
        expect(readFileSync(path, 'utf8')).toBe(content);
      }
    }),
  );
});

describe.each([
  ['csvLog', csvLog],
  ['jsonLinesLog', jsonLinesLog],
])('%s', (_, log) => {
  it(
    'refuses a file that is there already, replaces it, or begins one to append to, as it is asked',
    withFolder(async (folder) => {
      const path = join(folder, 'run.log');
      await train(log(path, { existing: 'append' }), [epoch(1)]);
      const first = readFileSync(path, 'utf8');
      await expect(train(log(path), [epoch(1)])).rejects.toThrow(
        "expected a new log, got one that is there already. Go on with it by { existing: 'append' }",
      );
      expect(readFileSync(path, 'utf8')).toBe(first);
      await train(log(path, { existing: 'replace' }), [epoch(5)]);
      expect(readFileSync(path, 'utf8')).not.toContain('0.25,0.1');
    }),
  );

  it(
    'keeps what cannot be written, warns once, and writes it when that is possible again',
    withFolder(async (folder) => {
      const path = join(folder, 'run.log');
      const warnings: string[] = [];
      const signal = log(path, { warn: (message) => warnings.push(message) });
      const trained = optimizer();
      await signal.trainStart(trained, START);
      await signal.epochEnd(trained, epoch(1));
      const before = readFileSync(path);
      rmSync(path);
      await signal.epochEnd(trained, epoch(2));
      await signal.epochEnd(trained, epoch(3));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('expected to write to the file, got ENOENT: no such file or directory.');
      writeFileSync(path, before);
      await signal.epochEnd(trained, epoch(4));
      await signal.trainEnd(trained, {});
      const numbers = [...readFileSync(path, 'utf8').matchAll(/^(?:.*"epoch":)?(\d+),/gm)];
      expect(numbers.map(([, number]) => number)).toEqual(['1', '2', '3', '4']);
      expect(warnings).toHaveLength(1);
    }),
  );

  it(
    'says in the end how much could not be written',
    withFolder(async (folder) => {
      const path = join(folder, 'run.log');
      const warnings: string[] = [];
      const signal = log(path, { warn: (message) => warnings.push(message) });
      const trained = optimizer();
      await signal.trainStart(trained, START);
      rmSync(path);
      await signal.epochEnd(trained, epoch(1));
      await signal.trainEnd(trained, {});
      expect(warnings.at(-1)).toMatch(/\d records? (is|are) not written yet/);
    }),
  );

  it(
    'stops training where it cannot be written, if it is asked to',
    withFolder(async (folder) => {
      const path = join(folder, 'run.log');
      const signal = log(path, { onError: 'stop' });
      const trained = optimizer();
      await signal.trainStart(trained, START);
      rmSync(path);
      await expect(signal.epochEnd(trained, epoch(1))).rejects.toThrow(LogError);
    }),
  );

  it(
    'says so where the file cannot be opened',
    withFolder(async (folder) => {
      writeFileSync(join(folder, 'file'), '');
      const path = join(folder, 'file', 'run.log');
      await expect(train(log(path), [])).rejects.toThrow(/expected a file that can be written, got E/);
    }),
  );

  it('refuses options that it does not know, values that cannot be meant, and what is no path', () => {
    expect(() => log('x', { append: true } as never)).toThrow('expected options out of existing');
    expect(() => log('x', { existing: 'overwrite' as never })).toThrow("expected one of 'refuse', 'append'");
    expect(() => log(undefined as never)).toThrow('expected a path, got undefined');
  });
});
