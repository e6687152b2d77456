import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './root.mjs';

/** The scripts that run tests, and the file in which each leaves its counts. */
const files = { test: 'test-results.json', 'test:browser': 'browser-test-results.json' };

/** Removes the results of earlier runs, so that none is counted that this run did not give. */
export function forgetResults(script, folder = root) {
  for (const path of testedPackages(folder, script)) rmSync(join(path, files[script]), { force: true });
}

/** Adds up what the suites that `script` ran left in all packages; a suite that left nothing, or could not run, counts as one failure. */
export function collectResults(script, folder = root) {
  const packages = testedPackages(folder, script).map((path) => ({
    name: relative(folder, path),
    ...resultsOf(join(path, files[script])),
  }));
  const total = (count) => packages.reduce((sum, results) => sum + results[count], 0);
  return { packages, passed: total('passed'), failed: total('failed') };
}

/** A line for each package that has something to tell, and the closing line. */
export function formatResults({ packages, passed, failed }) {
  const problems = packages.filter((results) => results.problem !== undefined);
  return [
    ...problems.map(({ name, problem }) => `${name}: ${problem}`),
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}

function resultsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, problem: 'the tests did not run' };
  const {
    numPassedTests: passed,
    numFailedTests,
    numRuntimeErrorTestSuites,
  } = JSON.parse(readFileSync(file, 'utf8'));
  const problems = [
    ...(numFailedTests > 0 ? [`${numFailedTests} failed`] : []),
    ...(numRuntimeErrorTestSuites > 0 ? [`${numRuntimeErrorTestSuites} test files could not run`] : []),
  ];
  return {
    passed,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    problem: problems.length > 0 ? problems.join(', ') : undefined,
  };
}

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
