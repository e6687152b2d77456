import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rangesOf } from '../changedLines.mjs';
import { root } from '../packages.mjs';
import { formatScores } from '../report.mjs';
import { holdsCode, sampleLines } from '../sampleLines.mjs';

describe('rangesOf', () => {
  it('finds the new lines of each file in a diff', () => {
    const diff = [
      'diff --git a/packages/x/src/a.ts b/packages/x/src/a.ts',
      '--- a/packages/x/src/a.ts',
      '+++ b/packages/x/src/a.ts',
      '@@ -3 +3,2 @@ function f() {',
      '-old',
      '+new',
      '+++ b is a line of code that looks like a header',
      '@@ -10,2 +12,0 @@',
      '-gone',
      '--- a/packages/x/src/b.ts',
      '+++ b/packages/x/src/b.ts',
      '@@ -0,0 +1 @@',
      '+first',
    ].join('\n');
    expect(rangesOf(diff)).toEqual([
      { file: 'packages/x/src/a.ts', from: 3, to: 4 },
      { file: 'packages/x/src/b.ts', from: 1, to: 1 },
    ]);
  });
});

describe('sampleLines', () => {
  it('draws the same lines for a seed, and others for another', () => {
    const draw = (seed: number): string[] => sampleLines('ndarray', { count: 40, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws each line once, and only lines that hold code', () => {
    const lines = sampleLines('ndarray', { count: 200, seed: 0 });
    expect(new Set(lines).size).toBe(200);
    for (const line of lines) {
      const [, file, number] = /^(.*):(\d+)-\2$/.exec(line) as unknown as [string, string, string];
      const text = readFileSync(join(root, file), 'utf8').split('\n')[Number(number) - 1];
      expect({ line, holdsCode: holdsCode(text as string) }).toEqual({ line, holdsCode: true });
    }
  });

  it.each([
    '',
    '  // why',
    ' * text',
    '/** text',
    'import { a } from "b";',
    '  }',
    '});',
    'export type { A };',
  ])('leaves out %j', (text) => {
    expect(holdsCode(text)).toBe(false);
  });
});

describe('formatScores', () => {
  it('has a line for each package', () => {
    const scores = [
      { name: 'metrics', noticed: 19, missed: 1, percent: 95 },
      { name: 'core', noticed: 2, missed: 1, percent: 200 / 3 },
    ];
    expect(formatScores(scores)).toBe(
      'metrics   95.0 %  19 of 20 faults noticed\ncore      66.7 %  2 of 3 faults noticed',
    );
  });
});
