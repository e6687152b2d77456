import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const PRESET = join(import.meta.dirname, '../../jest-preset');

describe('the tests of a package', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neutype-preset-'));
    mkdirSync(join(folder, 'test'));
    writeFileSync(
      join(folder, 'jest.config.mjs'),
      `import { preset } from ${JSON.stringify(join(PRESET, 'index.mjs'))};\nexport default preset('tried');\n`,
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(source: string) {
    writeFileSync(join(folder, 'test/tried.test.ts'), source);
    const { status, stderr } = spawnSync(process.execPath, [join(PRESET, 'run.mjs')], {
      cwd: folder,
      encoding: 'utf8',
    });
    const results = JSON.parse(readFileSync(join(folder, 'test-results.json'), 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken } = results;
    return { status, stderr, passed, failed, broken };
  }

  it('pass', () => {
    expect(run('it("a", () => expect<number>(1).toBe(1));')).toMatchObject({
      status: 0,
      passed: 1,
      broken: 0,
    });
  });

  it.each(['it.only', 'fit', 'test.only.each([1])', 'describe.only'])(
    'fail where %s leaves the others out',
    (focused) => {
      const tests = focused === 'describe.only' ? '() => it("b", () => {})' : '() => {}';
      const { status, stderr, broken } = run(`it("a", () => {});\n${focused}("focused", ${tests});`);
      expect({ status, broken }).toEqual({ status: 1, broken: 1 });
      expect(stderr).toContain('Some tests of this file are focused (.only), and the others were left out.');
    },
  );

  it('fail where a snapshot is missing, and do not write it', () => {
    expect(run('it("a", () => expect(1).toMatchSnapshot());')).toMatchObject({ status: 1, failed: 1 });
    expect(readdirSync(join(folder, 'test'))).toEqual(['tried.test.ts']);
  });

  it.each([
    ['keep what only the garbage collector would free', '', 0],
    ['free it where a file asks for that', '/** @jest-environment-options {"finalizers": true} */', 1],
  ])('%s', (_, docblock, freed) => {
    const { passed, stderr } = run(`${docblock}
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      it('a', async () => {
        const freed = [];
        const registry = new FinalizationRegistry((what) => freed.push(what));
        (() => registry.register({}, 'an object'))();
        setFlagsFromString('--expose-gc');
        for (let turn = 0; turn < 10; turn++) {
          runInNewContext('gc')();
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        expect(freed).toHaveLength(${freed});
      });
    `);
    expect({ passed, stderr }).toMatchObject({ passed: 1 });
  });
});
