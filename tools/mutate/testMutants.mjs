import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { root, testsInProcesses } from './packages.mjs';

/** Puts faults into these lines, one at a time, and runs the package's tests against each. */
export async function testMutants(name, ranges, { concurrency, skipStatic }) {
  process.chdir(root);
  const mutants = await new Stryker({
    testRunner: 'jest',
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/jest-runner'))],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      projectType: 'custom',
      configFile: `packages/${name}/jest.config.mjs`,
      config: { testPathIgnorePatterns: ['/node_modules/', ...testsInProcesses(name)] },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: 'perTest',
    ignoreStatic: skipStatic,
    mutate: ranges,
    // The wording of a message is read by people, not held by tests.
    mutator: { excludedMutations: ['StringLiteral'] },
    disableTypeChecks: false,
    ignorePatterns: ['.turbo', '.neutype', '**/.turbo', 'tools/bench/results'],
    reporters: ['clear-text'],
    clearTextReporter: {
      allowColor: process.stdout.isTTY,
      logTests: false,
      reportTests: false,
      reportScoreTable: false,
    },
    allowEmpty: true,
    concurrency,
    // A busy machine must not look like a test that noticed, nor end the first run of the tests.
    dryRunTimeoutMinutes: 60,
    timeoutMS: 30_000,
    timeoutFactor: 4,
  }).runMutationTest();
  return scoreOf(name, mutants);
}

function scoreOf(name, mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  // A test file that does not even load fails the run: Stryker calls that a runtime error.
  const noticed = count('Killed', 'Timeout', 'RuntimeError');
  const missed = count('Survived', 'NoCoverage');
  return {
    name,
    noticed,
    missed,
    percent: noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed),
  };
}
