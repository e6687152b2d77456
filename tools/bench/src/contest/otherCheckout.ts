import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '../results/row.js';
import type { Contestant, ContestOptions, Timings } from './contest.js';
import type { Task } from './protocol.js';
import type { WorkerCommand } from './worker.js';

const HERE = fileURLToPath(new URL('../../../../', import.meta.url));
const PROGRAM = 'tools/bench/dist/worker/engineWorker.js';

type Contest = (contestants: readonly Contestant[], options: ContestOptions) => Promise<Timings>;

/** @throws where a directory is no checkout of this repository, or is not built */
export function checkCheckout(directory: string): void {
  if (existsSync(join(directory, PROGRAM))) return;
  throw new Error(
    `${directory} is no checkout of this repository whose benchmarks are built: run \`npm run bench -- --help\` there first.`,
  );
}

/**
 * Has the engine of another checkout take part beside ours, in turn with it, and nobody else.
 *
 * @param rows where what the two have taken is noted
 */
export function againstCheckout(contest: Contest, directory: string, rows: Row[]): Contest {
  return async (contestants, options) => {
    const ours = contestants.filter(isEngine);
    const both = ours.flatMap((one) => [one, twinOf(one, directory)]);
    const timings = await contest(both, options);
    rows.push(...ours.flatMap((one) => rowOf(one, timings)));
    return new Map([...timings].filter(([name]) => !name.startsWith(BEFORE)));
  };
}

const BEFORE = 'before: ';

function isEngine({ name }: Contestant): boolean {
  return name.startsWith('engine');
}

function twinOf({ name, command, task }: Contestant, directory: string): Contestant {
  return { name: BEFORE + name, command: inCheckout(command, directory), task };
}

/** The same program of another checkout. */
function inCheckout(
  { program, args: [path, ...args], env }: WorkerCommand,
  directory: string,
): WorkerCommand {
  return { program, args: [join(directory, relative(HERE, path as string)), ...args], ...(env && { env }) };
}

function rowOf({ name, task }: Contestant, timings: Timings): Row[] {
  const [ours, peerTiming] = [timings.get(name), timings.get(BEFORE + name)];
  if (!ours || !peerTiming) return [];
  const settings = name.replace(/^engine, /, '');
  return [
    { measure: `${taskName(task)}, ${settings}`, reading: 'timesItsTime', ours, peer: 'before', peerTiming },
  ];
}

/** `product m 128, n 500, k 784`. */
function taskName({ name, options = {} }: Task): string {
  const told = Object.entries(options).map(([option, value]) => `${option} ${value}`);
  return [name, told.join(', ')].filter(Boolean).join(' ');
}
