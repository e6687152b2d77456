import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toJson } from '../src/results/json.js';
import { writeMarkdown } from '../src/results/markdown.js';
import { verdict } from '../src/results/row.js';
import { cells } from '../src/results/table.js';
import { timingOf } from '../src/results/timing.js';
const faster = {
    measure: 'step',
    reading: 'timesFaster',
    ours: { median: 4, best: 3 },
    peer: 'tfjs cpu',
    peerTiming: { median: 360, best: 330 },
    target: { required: 60, goal: 100 },
};
const itsTime = {
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
        const share = { ...faster, reading: 'share', ours: { median: 400, best: 375 } };
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
describe('writeMarkdown', () => {
    const fileOf = (text) => {
        const path = join(mkdtempSync(join(tmpdir(), 'neutype-bench-')), 'README.md');
        writeFileSync(path, text);
        return path;
    };
    it('replaces what stands between the markers, and nothing else, however often', () => {
        const path = fileOf('before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n');
        writeMarkdown(path, [faster], ['a machine']);
        const once = readFileSync(path, 'utf8');
        expect(once).toMatch(/^before\n<!-- bench: begin -->\n/);
        expect(once).toMatch(/\n<!-- bench: end -->\nafter\n$/);
        expect(once).toContain('- a machine\n');
        expect(once).toContain('| step | 4 (3) |  | tfjs cpu | 360 (330) | 90× faster (110×) | ≥ 60× (100×) | met |');
        expect(once).not.toContain('old');
        writeMarkdown(path, [faster], ['a machine']);
        expect(readFileSync(path, 'utf8')).toBe(once);
    });
    it('refuses a file without them', () => {
        expect(() => writeMarkdown(fileOf('nothing here'), [], [])).toThrow('no place for the results');
    });
});
//# sourceMappingURL=results.test.js.map