#!/usr/bin/env node
/**
 * From a fresh clone to a running demo, with Node and a package registry alone:
 *
 *   node tools/bootstrap/run.mjs start [flags of the demo]   what `npm start` runs
 *   node tools/bootstrap/run.mjs web [flags]                 what `npm run web` runs: the demo in a browser
 *   node tools/bootstrap/run.mjs example [name]              an example, or the list of them
 *   node tools/bootstrap/run.mjs bench [flags]               how fast training is here
 *   node tools/bootstrap/run.mjs dev [package]               tests and types at each edit, without builds
 *   node tools/bootstrap/run.mjs test                        what `npm test` runs
 *   node tools/bootstrap/run.mjs build:tensorflow [flags]    makes the native library of `--backend node`
 *   node tools/bootstrap/run.mjs test:browser                the tests that need Chromium and MNIST
 *   node tools/bootstrap/run.mjs exec COMMAND [arguments]    any tool of the repository, with pnpm at hand
 *
 * Says on stderr what it is doing, if that takes time. What was done before is not done again.
 */
import { join } from 'node:path';
import { listExamples, programOf } from './examples.mjs';
import { install } from './install.mjs';
import { checkNodeVersion } from './nodeVersion.mjs';
import { findPnpm } from './pnpm.mjs';
import { root } from './root.mjs';
import { run } from './runCommand.mjs';
import { build, runTask } from './runTask.mjs';
import { StepError, step } from './step.mjs';
import { testInputs } from './testInputs.mjs';
import { collectResults, forgetResults, formatResults, orOneFailure } from './testResults.mjs';
import { readWebFlags, WEB_HELP } from './webDemo.mjs';

const commands = {
  start: async (flags) => {
    const env = await prepare();
    await build('@neutype/cli-demo', 'the demo', env);
    return runProgram('apps/cli-demo/dist/main.js', flags, env);
  },

  web: async (flags) => {
    const options = readWebFlags(flags);
    if (options === undefined) {
      process.stdout.write(WEB_HELP);
      return 0;
    }
    const env = await prepare();
    await build('@neutype/web-demo', 'the page', env);
    return runProgram('apps/web-demo/serve.mjs', [JSON.stringify(options)], env);
  },

  example: async ([name, ...args]) => {
    if (name === undefined || name === '--help') {
      console.log(listExamples());
      return 0;
    }
    const program = programOf(name);
    const env = await prepare();
    await build('@neutype/examples', 'the examples', env);
    return run(process.execPath, [program, ...args], { env });
  },

  bench: async (flags) => {
    const env = await prepare();
    await build('@neutype/bench', 'the benchmarks', env);
    return runProgram('tools/bench/dist/main.js', flags, env);
  },

  'build:tensorflow': async (flags) => {
    const env = await prepare();
    await build('@neutype/backend-node', 'the command', env);
    step('Building native TensorFlow');
    return runProgram('packages/backend-node/bin/neutype-node-build.mjs', flags, env);
  },

  dev: async (args) => runProgram('tools/dev/main.mjs', args, await prepare()),

  test: () => test('test', 'Building and testing all packages'),

  'test:browser': () => test('test:browser', 'Testing in a browser', { concurrency: 1 }),

  exec: async ([command, ...args]) => {
    if (command === undefined)
      throw new StepError('reading the command line', 'Say what to run: exec turbo run build');
    return run(command, args, { env: await prepare(), cwd: process.cwd() });
  },
};

function runProgram(path, args, env) {
  return run(process.execPath, [join(root, path), ...args], { env });
}

/** Runs a script that tests, wherever a package has it, and counts what came of it. */
async function test(script, title, options = {}) {
  const prepared = await prepare();
  const env = { ...prepared, NEUTYPE_TEST_INPUTS: testInputs(prepared) };
  forgetResults(script);
  step(title);
  const began = Date.now();
  const code = await runTask(script, ['--continue', '--output-logs=new-only'], { env, ...options });
  const results = orOneFailure(collectResults(script, { began }), `turbo run ${script}`, code);
  console.log(formatResults(results));
  return code === 0 && results.failed > 0 ? 1 : code;
}

/** Node, pnpm and the dependencies; returns the environment in which the repository's tools find each other. */
async function prepare() {
  checkNodeVersion();
  const env = await findPnpm();
  await install(env);
  return env;
}

const [name = '', ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (command === undefined) {
    throw new StepError(
      'reading the command line',
      `Expected one of ${Object.keys(commands).join(', ')}, got '${name}'.`,
    );
  }
  process.exitCode = await command(args);
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = error.exitCode;
}
