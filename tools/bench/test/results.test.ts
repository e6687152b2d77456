import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toJson } from '../src/results/json.js';
import { writeMarkdown } from '../src/results/markdown.js';
import { type Row, verdict } from '../src/results/row.js';
import { cells } from '../src/results/table.js';
import { timingOf } from '../src/results/timing.js';

const faster: Row = {
  measure: 'step',
  reading: 'timesFaster',
  ours: { median: 4, best: 3 },
  peer: 'tfjs cpu',
  peerTiming: { median: 360, best: 330 },
  target: { required: 60, goal: 100 },
};
const itsTime: Row = {
  ...faster,
  reading: 'timesItsTime',
  peer: 'PyTorch',
  peerTiming: { median: 5, best: 4 },
};

describe('timingOf', () => {
  it('takes the middle, and the mean of the two in the middle', () => {
    expect(timingOf([9, 1, 2])).toEqual({ median: 2, best: 1 });
    expect(timingOf([9, 1, 2, 4])).toEqual({ median: 3, best: 1 });
  });
});

describe('a row', () => {
  it('is judged by its medians: more is better for times faster, less for times its time', () => {
    expect(verdict(faster)).toBe('met');
    expect(verdict({ ...faster, target: { required: 60, goal: 90 } })).toBe('goal met');
    expect(verdict({ ...faster, target: { required: 91, goal: 100 } })).toBe('missed');
    expect(verdict({ ...itsTime, target: { required: 1, goal: 0.6 } })).toBe('met');
    expect(verdict({ ...itsTime, target: { required: 0.7, goal: 0.6 } })).toBe('missed');
  });

  it('tells both ratios and the target in the words of its reading', () => {
    expect(cells(faster).slice(5)).toEqual(['90× faster (110×)', '≥ 60× (100×)', 'met']);
    expect(cells({ ...itsTime, target: { required: 1, goal: 0.6 } }).slice(5)).toEqual([
      '0.8× its time (0.75×)',
      '≤ 1× (0.6×)',
      'met',
    ]);
    const share: Row = { ...faster, reading: 'share', ours: { median: 400, best: 375 } };
    expect(cells({ ...share, target: { required: 0.8, goal: 0.9 } }).slice(5)).toEqual([
      '90 % (88 %)',
      '≥ 80 % (90 %)',
      'goal met',
    ]);
  });

  it('is written as JSON with medians and the ratio that its measure names', () => {
    expect(JSON.parse(toJson([faster, itsTime]))).toEqual([
      { measure: 'step, times faster than the peer', ours_ms: 4, peer: 'tfjs cpu', peer_ms: 360, ratio: 90 },
      { measure: "step, in times of the peer's time", ours_ms: 4, peer: 'PyTorch', peer_ms: 5, ratio: 0.8 },
    ]);
  });
});

describe('a row of milliseconds more', () => {
  const start: Row = {
    measure: 'start',
    reading: 'longer',
    ours: { median: 92.4, best: 80.2 },
    peer: 'relaxed',
    peerTiming: { median: 8.1, best: 7.9 },
    target: { required: 150, goal: 80 },
  };

  it('tells the difference, and holds it to an upper bound', () => {
    expect(cells(start).slice(5)).toEqual(['84 ms longer (72 ms)', '≤ 150 ms (80 ms)', 'met']);
    expect(JSON.parse(toJson([start]))).toMatchObject([
      { measure: 'start, milliseconds more than the peer', ratio: expect.closeTo(84.3, 6) },
    ]);
  });
});

describe('writeMarkdown', () => {
  function fileOf(text: string): string {
    const path = join(mkdtempSync(join(tmpdir(), 'neutype-bench-')), 'README.md');
    writeFileSync(path, text);
    return path;
  }

  it('replaces what stands between the markers, and nothing else, however often', () => {
    const path = fileOf(
      'before\n<!-- bench on Node 24: begin -->\nold\n<!-- bench on Node 24: end -->\nafter\n',
    );
    writeMarkdown(path, [faster], ['a machine'], '24');
    const once = readFileSync(path, 'utf8');
    expect(once).toMatch(/^before\n<!-- bench on Node 24: begin -->\n/);
    expect(once).toMatch(/\n<!-- bench on Node 24: end -->\nafter\n$/);
    expect(once).toContain('- a machine\n');
    expect(once).toContain(
      '| step | 4 (3) |  | tfjs cpu | 360 (330) | 90× faster (110×) | ≥ 60× (100×) | met |',
    );
    expect(once).not.toContain('old');
    writeMarkdown(path, [faster], ['a machine'], '24');
    expect(readFileSync(path, 'utf8')).toBe(once);
  });

  it('refuses a file without them', () => {
    expect(() => writeMarkdown(fileOf('nothing here'), [], [])).toThrow('no place for the results');
  });
});
