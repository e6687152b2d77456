import { availableParallelism } from 'node:os';
import { during } from './during.mjs';
import { root } from './root.mjs';
import { run, runQuietly } from './runCommand.mjs';
import { StepError } from './step.mjs';

/**
 * Runs a task of all packages by turbo, each only where something changed since it last ran.
 *
 * @param concurrency how many packages at a time; as many as there are processors unless said otherwise
 * @returns the exit code
 */
export function runTask(task, options, { env, concurrency = availableParallelism() }) {
  return run('turbo', turboArguments(task, options, concurrency), { env, cwd: root });
}

/** Builds a package and what it needs, without a word where there is nothing to build. */
export async function build(name, title, env) {
  const options = [`--filter=${name}`, '--output-logs=errors-only'];
  const { code, output } = await during(`Building ${title} and what it needs`, () =>
    runQuietly('turbo', turboArguments('build', options, availableParallelism()), { env, cwd: root }),
  );
  if (code === 0) return;
  process.stderr.write(output);
  throw new StepError(
    `building ${name} (turbo run build)`,
    'The messages above tell what is wrong. After a change of Node or of packages, delete node_modules and try again.',
    code,
  );
}

function turboArguments(task, options, concurrency) {
  return ['run', task, '--ui=stream', `--concurrency=${concurrency}`, ...options];
}
