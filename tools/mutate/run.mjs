#!/usr/bin/env node
/**
 * How many small faults in the sources the tests notice:
 *
 *   npm run mutate -- metrics ndarray     a sample of each package
 *   npm run mutate -- --since main        the lines changed since a commit, in all packages
 *
 * Stryker makes the faults and runs the tests of the package against each. A whole package takes hours, so lines are
 * drawn at random, of which one seed gives the same ones again.
 */
import { parseArgs } from 'node:util';
import { changedLines } from './changedLines.mjs';
import { packageNames } from './packages.mjs';
import { formatScores } from './report.mjs';
import { sampleLines } from './sampleLines.mjs';
import { testMutants } from './testMutants.mjs';

const USAGE = `Usage: npm run mutate -- [PACKAGE...] [options]

  PACKAGE            those to try, out of ${packageNames().join(', ')}
  --since COMMIT     only lines that were changed since then
  --lines N          how many lines to draw from each package (100)
  --seed N           which lines (0)
  --floor PERCENT    the least share that must be noticed (85)
  --concurrency N    how many processes run tests (1)
  --skip-static      not those that act while a module loads, each of which takes a run of all tests
  --help             this text`;

const OPTIONS = {
  since: { type: 'string' },
  lines: { type: 'string', default: '100' },
  seed: { type: 'string', default: '0' },
  floor: { type: 'string', default: '85' },
  concurrency: { type: 'string', default: '1' },
  'skip-static': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

process.exitCode = await main();

async function main() {
  const { values, positionals, problem } = readArguments();
  if (problem !== undefined) return fail(problem);
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const names = positionals.length > 0 || values.since === undefined ? positionals : packageNames();
  const unknown = names.find((name) => !packageNames().includes(name));
  if (names.length === 0) return fail('Name a package, or a commit by --since.');
  if (unknown !== undefined) return fail(`There is no package '${unknown}'.`);

  const scores = [];
  for (const name of names) {
    const ranges =
      values.since === undefined
        ? sampleLines(name, { count: Number(values.lines), seed: Number(values.seed) })
        : changedLines(name, values.since);
    if (ranges.length === 0) continue;
    const concurrency = Number(values.concurrency);
    scores.push(await testMutants(name, ranges, { concurrency, skipStatic: values['skip-static'] }));
  }
  console.log(formatScores(scores));
  return scores.every(({ percent }) => percent >= Number(values.floor)) ? 0 : 1;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const odd = ['lines', 'seed', 'floor', 'concurrency'].find((name) => !/^\d+$/.test(values[name]));
    return odd === undefined
      ? { values, positionals }
      : { problem: `--${odd} takes a whole number, got '${values[odd]}'.` };
  } catch (error) {
    return { problem: error.message };
  }
}

function fail(problem) {
  console.error(`${problem}\n\n${USAGE}`);
  return 2;
}
