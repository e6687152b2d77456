import { availableParallelism } from 'node:os';
import { root } from './root.mjs';
import { run } from './runCommand.mjs';

/**
 * Runs a task of all packages by turbo, each only where something changed since it last ran.
 *
 * @param concurrency how many packages at a time; as many as there are processors unless said otherwise
 * @param quiet keeps stdout free
 * @returns the exit code
 */
export function runTask(task, options, { env, concurrency = availableParallelism(), quiet = false }) {
  const args = ['run', task, '--ui=stream', `--concurrency=${concurrency}`, ...options];
  return run('turbo', args, { env, cwd: root, quiet });
}
