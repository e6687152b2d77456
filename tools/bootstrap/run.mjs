#!/usr/bin/env node
/**
 * From a fresh clone to a running demo, with Node and a package registry alone:
 *
 *   node tools/bootstrap/run.mjs start [flags of the demo]   what `npm start` runs
 *   node tools/bootstrap/run.mjs test                        what `npm test` runs
 *   node tools/bootstrap/run.mjs build:tensorflow [flags]    makes the native library of `--backend node`
 *   node tools/bootstrap/run.mjs test:browser                the tests that need Chromium and MNIST
 *   node tools/bootstrap/run.mjs exec COMMAND [arguments]    any tool of the repository, with pnpm at hand
 *
 * Says on stderr what it is doing. What was done before is not done again.
 */
import { join } from 'node:path';
import { install } from './install.mjs';
import { checkNodeVersion } from './nodeVersion.mjs';
import { findPnpm } from './pnpm.mjs';
import { root } from './root.mjs';
import { run } from './runCommand.mjs';
import { runTask } from './runTask.mjs';
import { StepError, step } from './step.mjs';
import { testInputs } from './testInputs.mjs';
import { collectResults, forgetResults, formatResults, orOneFailure } from './testResults.mjs';

const DEMO = '@neutype/cli-demo';
const NATIVE_BACKEND = '@neutype/backend-node';

const commands = {
  start: async (flags) => {
    const env = await prepare();
    step('Building the demo and what it needs');
    await build(DEMO, env);
    step('Starting the demo');
    return run(process.execPath, [join(root, 'apps/cli-demo/dist/main.js'), ...flags], { env });
  },

  'build:tensorflow': async (flags) => {
    const env = await prepare();
    step('Building the command and what it needs');
    await build(NATIVE_BACKEND, env);
    step('Building native TensorFlow');
    return run(process.execPath, [join(root, 'packages/backend-node/bin/neutype-node-build.mjs'), ...flags], {
      env,
    });
  },

  test: () => test('test', 'Building and testing all packages'),

  'test:browser': () => test('test:browser', 'Testing in a browser', { concurrency: 1 }),

  exec: async ([command, ...args]) => {
    if (command === undefined)
      throw new StepError('reading the command line', 'Say what to run: exec turbo run build');
    return run(command, args, { env: await prepare() });
  },
};

/** Builds a package and what it needs. */
async function build(name, env) {
  const code = await runTask('build', [`--filter=${name}`, '--output-logs=errors-only'], {
    env,
    quiet: true,
  });
  if (code === 0) return;
  throw new StepError(
    `building ${name} (turbo run build)`,
    'The messages above tell what is wrong. After a change of Node or of packages, delete node_modules and try again.',
    code,
  );
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
