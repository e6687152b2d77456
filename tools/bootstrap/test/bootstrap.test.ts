import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkNodeVersion, isAtLeast } from '../nodeVersion.mjs';
import { testInputs } from '../testInputs.mjs';
import { collectResults, forgetResults, formatResults, orOneFailure } from '../testResults.mjs';

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

  function addPackage(path: string, results?: object, scripts: object = { test: 'jest' }) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify({ scripts }));
    if (results !== undefined)
      writeFileSync(join(folder, path, 'test-results.json'), JSON.stringify(results));
  }
  const counts = (numPassedTests: number, others: object = {}) => ({
    numPassedTests,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    startTime: 1000,
    ...others,
  });
  const told = (began = 0) => formatResults(collectResults('test', { folder, began }));

  it('are added up over all packages', () => {
    addPackage('packages/a', counts(3));
    addPackage('apps/b', counts(4));
    addPackage('tools/no-tests', undefined, {});
    expect(told()).toBe('7 passed, 0 failed, 0 skipped');
  });

  it('name the packages where something failed, or did not run at all', () => {
    addPackage('packages/a', counts(3));
    addPackage('packages/b', counts(4, { numFailedTests: 2 }));
    addPackage('packages/c', counts(1, { numRuntimeErrorTestSuites: 2 }));
    addPackage('packages/d');
    expect(told()).toBe(
      'packages/b: 2 failed\npackages/c: 2 test files could not run\npackages/d: the tests did not run\n8 passed, 5 failed, 0 skipped',
    );
  });

  it('count skipped tests, and name the packages that have them', () => {
    addPackage('packages/a', counts(3, { numPendingTests: 2, numTodoTests: 1 }));
    addPackage('packages/b', counts(4, { numFailedTests: 1, numPendingTests: 1 }));
    expect(told()).toBe(
      'packages/a: 3 skipped\npackages/b: 1 failed, 1 skipped\n7 passed, 1 failed, 4 skipped',
    );
  });

  it('without any test, or of a suite that ended badly, are failures', () => {
    addPackage('packages/a', counts(0));
    addPackage('packages/b', counts(4, { success: false }));
    expect(told()).toBe(
      'packages/a: there are no tests\npackages/b: the tests did not end well\n0 passed, 2 failed, 0 skipped',
    );
  });

  it('that are all good do not hide that the run itself failed', () => {
    addPackage('packages/a', counts(3));
    const results = collectResults('test', { folder });
    expect(formatResults(orOneFailure(results, 'turbo run test', 0))).toBe('3 passed, 0 failed, 0 skipped');
    expect(formatResults(orOneFailure(results, 'turbo run test', 1))).toBe(
      'the run: turbo run test ended with exit code 1, though no test failed\n3 passed, 1 failed, 0 skipped',
    );
  });

  it('of an earlier run are forgotten', () => {
    addPackage('packages/a', counts(3));
    forgetResults('test', folder);
    expect(told()).toContain('packages/a: the tests did not run\n0 passed, 1 failed');
  });

  it('says how many results the cache brought back', () => {
    addPackage('packages/a', counts(3));
    addPackage('packages/b', counts(4, { startTime: 3000 }));
    expect(told(2000)).toBe(
      '1 of 2 packages unchanged: their results are from the cache\n7 passed, 0 failed, 0 skipped',
    );
  });
});

describe('what results of tests depend on', () => {
  let data: string;

  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'neutype data '));
  });

  afterEach(() => {
    rmSync(data, { recursive: true });
  });

  it('is the same as long as nothing changes', () => {
    writeFileSync(join(data, 'images'), 'abc');
    expect(testInputs({ NEUTYPE_DATA_DIR: data })).toBe(testInputs({ NEUTYPE_DATA_DIR: data }));
  });

  it('changes with the data directory, its files, and Node', () => {
    const file = join(data, 'images');
    const seen = [testInputs({}), testInputs({ NEUTYPE_DATA_DIR: join(data, 'nowhere') })];
    const look = (node?: string) => seen.push(testInputs({ NEUTYPE_DATA_DIR: data }, node));
    look();
    writeFileSync(file, 'abc');
    look();
    writeFileSync(file, 'abcd');
    utimesSync(file, 1, 1);
    look();
    writeFileSync(file, 'damn');
    utimesSync(file, 2, 2);
    look();
    look('v99.0.0');
    expect(new Set(seen).size).toBe(seen.length);
  });
});
