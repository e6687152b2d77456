import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkNodeVersion, isAtLeast } from '../nodeVersion.mjs';
import { collectResults, forgetResults, formatResults } from '../testResults.mjs';

describe('isAtLeast', () => {
  it.each([
    ['20.19.0', true],
    ['20.19.1', true],
    ['20.20.0', true],
    ['22.0.0', true],
    ['100.0.0', true],
    ['20.18.9', false],
    ['20.2.0', false],
    ['18.99.0', false],
  ])('%s against 20.19.0: %s', (version, expected) => {
    expect(isAtLeast(version, '20.19.0')).toBe(expected);
  });
});

describe('checkNodeVersion', () => {
  it('says which version there is and which is needed', () => {
    expect(() => checkNodeVersion('18.20.1')).toThrow(
      'Failed: checking Node: this is version 18.20.1, Neutype needs 20.19.0 or newer.\nInstall a current Node',
    );
    checkNodeVersion(process.versions.node);
  });
});

describe('test results', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'a folder with spaces '));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const addPackage = (path: string, results?: object, scripts: object = { test: 'jest' }) => {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify({ scripts }));
    if (results !== undefined)
      writeFileSync(join(folder, path, 'test-results.json'), JSON.stringify(results));
  };
  const counts = (numPassedTests: number, numFailedTests = 0, numRuntimeErrorTestSuites = 0) => ({
    numPassedTests,
    numFailedTests,
    numRuntimeErrorTestSuites,
  });

  it('are added up over all packages', () => {
    addPackage('packages/a', counts(3));
    addPackage('apps/b', counts(4));
    addPackage('tools/no-tests', undefined, {});
    expect(formatResults(collectResults('test', folder))).toBe('7 passed, 0 failed');
  });

  it('name the packages where something failed, or did not run at all', () => {
    addPackage('packages/a', counts(3));
    addPackage('packages/b', counts(4, 2));
    addPackage('packages/c', counts(1, 0, 2));
    addPackage('packages/d');
    const results = collectResults('test', folder);
    expect(results).toMatchObject({ passed: 8, failed: 5 });
    expect(formatResults(results)).toBe(
      'packages/b: 2 failed\npackages/c: 2 test files could not run\npackages/d: the tests did not run\n8 passed, 5 failed',
    );
  });

  it('of an earlier run are forgotten', () => {
    addPackage('packages/a', counts(3));
    forgetResults('test', folder);
    expect(formatResults(collectResults('test', folder))).toContain(
      'packages/a: the tests did not run\n0 passed, 1 failed',
    );
  });
});
