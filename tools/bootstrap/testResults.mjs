import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './root.mjs';

/** The scripts that run tests, and the file in which each leaves its counts. */
const FILES = { test: 'test-results.json', 'test:browser': 'browser-test-results.json' };

/** Removes the results of earlier runs, so that none is counted that this run did not give. */
export function forgetResults(script, folder = root) {
  for (const path of testedPackages(folder, script)) rmSync(join(path, FILES[script]), { force: true });
}

/**
 * Adds up what the suites that `script` ran left in all packages. What left nothing, could not run, had no test or
 * failed without saying why counts as one failure.
 *
 * @param began when the run began, in milliseconds since 1970: older results come from the cache
 */
export function collectResults(script, { folder = root, began = 0 } = {}) {
  const packages = testedPackages(folder, script).map((path) => ({
    name: relative(folder, path),
    ...resultsOf(join(path, FILES[script]), began),
  }));
  const total = (count) => packages.reduce((sum, results) => sum + results[count], 0);
  return {
    packages,
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    cached: packages.filter(({ isCached }) => isCached).length,
  };
}

/** The same results after a command that failed: one failure where none was counted. */
export function orOneFailure(results, command, exitCode) {
  if (exitCode === 0 || results.failed > 0) return results;
  const problem = `${command} ended with exit code ${exitCode}, though no test failed`;
  return { ...results, failed: 1, packages: [...results.packages, { name: 'the run', problem, skipped: 0 }] };
}

/** A line for each package that has something to tell, how many come from the cache, and the closing line. */
export function formatResults({ packages, passed, failed, skipped, cached }) {
  const told = packages
    .map(({ name, problem, skipped }) => ({
      name,
      news: [problem, skipped > 0 ? `${skipped} skipped` : undefined].filter((each) => each !== undefined),
    }))
    .filter(({ news }) => news.length > 0);
  return [
    ...told.map(({ name, news }) => `${name}: ${news.join(', ')}`),
    ...(cached > 0
      ? [`${cached} of ${packages.length} packages unchanged: their results are from the cache`]
      : []),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ].join('\n');
}

function resultsOf(file, began) {
  if (!existsSync(file)) return { ...NOTHING, problem: 'the tests did not run' };
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const isCached = results.startTime < began;
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = results;
  const skipped = (results.numPendingTests ?? 0) + (results.numTodoTests ?? 0);
  if (numPassedTests + numFailedTests + numRuntimeErrorTestSuites + skipped === 0) {
    return { ...NOTHING, isCached, problem: 'there are no tests' };
  }
  const problems = [
    ...(numFailedTests > 0 ? [`${numFailedTests} failed`] : []),
    ...(numRuntimeErrorTestSuites > 0 ? [`${numRuntimeErrorTestSuites} test files could not run`] : []),
  ];
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (failed === 0 && results.success === false)
    return { ...NOTHING, isCached, problem: 'the tests did not end well' };
  return {
    passed: numPassedTests,
    failed,
    skipped,
    isCached,
    problem: problems.length > 0 ? problems.join(', ') : undefined,
  };
}

/** A suite that gave no test counts as one failure. */
const NOTHING = { passed: 0, failed: 1, skipped: 0, isCached: false };

/** The folders of the workspace's packages that have this script. */
function testedPackages(folder, script) {
  return ['packages', 'apps', 'tools']
    .map((group) => join(folder, group))
    .filter(existsSync)
    .flatMap((group) => readdirSync(group).map((name) => join(group, name)))
    .filter((path) => existsSync(join(path, 'package.json')))
    .filter(
      (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).scripts?.[script] !== undefined,
    )
    .sort();
}
