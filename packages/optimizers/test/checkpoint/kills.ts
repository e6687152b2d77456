import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '@neutype/random';

/** `tools/checks/kills.mjs` has built what it tries, and starts many processes: they start sooner from there. */
const FROM_DIST = process.env['NEUTYPE_KILLS_IN'] === 'dist';

/** How a process that trains is killed. */
export interface Kill {
  /** `moment`: from outside, so many milliseconds after training began; else the call that it does not survive. */
  readonly fault: string;
  /** The milliseconds, or which of these calls it is. */
  readonly count: number;
  /** How much of a write is done. */
  readonly share: number;
}

/** What a training that came to its end has led to. */
export interface Outcome {
  readonly hash: string;
  readonly epochs: number;
  readonly updates: number;
}

/** What came of many kills. */
export interface Killed {
  readonly outcomes: readonly Outcome[];
  /** How often each kind of kill hit a process that was training. */
  readonly hits: Readonly<Record<string, number>>;
  /** How many processes began with a draft or a lock that a dead one had left. */
  readonly leftovers: number;
}

/** Calls that a checkpoint is written with, and those around them: each before and after. Writes are cut off amid. */
const FAULTS = [
  'moment',
  'moment',
  'write',
  'write',
  'open',
  'opened',
  'sync',
  'synced',
  'rename',
  'renamed',
  'rm',
  'removed',
  'link',
  'linked',
  'mkdir',
  'made',
] as const;
/** A process makes several of them for each checkpoint, but few locks and directories. */
const ONCE_ONLY: ReadonlySet<string> = new Set(['link', 'linked', 'mkdir', 'made']);

function someKill(random: Random): Kill {
  const fault = FAULTS[random.integer(FAULTS.length)] as string;
  const share = random.uniform();
  if (fault === 'moment') return { fault, count: random.integer(600), share };
  return { fault, count: ONCE_ONLY.has(fault) ? 1 : 1 + random.integer(7), share };
}

/**
 * Kills processes that train, again and again, and has each be gone on with until it comes to its end. Then another
 * training begins, until there were so many kills.
 *
 * @param directory where trainings keep their checkpoints, one directory each
 * @param name of this run, for the directories
 */
export async function killAgainAndAgain(directory: string, kills: number, random: Random): Promise<Killed> {
  const outcomes: Outcome[] = [];
  const hits: Record<string, number> = {};
  let leftovers = 0;
  for (let made = 0; made < kills; ) {
    const place = join(directory, `training-${outcomes.length}`);
    for (let outcome: Outcome | undefined; outcome === undefined; ) {
      const kill = made < kills ? someKill(random) : undefined;
      leftovers += Number(await hasLeftovers(place));
      outcome = await train(place, kill);
      if (outcome !== undefined) outcomes.push(outcome);
      if (outcome !== undefined || kill === undefined) continue;
      made += 1;
      hits[kill.fault] = (hits[kill.fault] ?? 0) + 1;
    }
  }
  return { outcomes, hits, leftovers };
}

/**
 * Trains in a process of its own.
 *
 * @param directory goes on from there; without, nothing is kept
 * @returns undefined where it was killed
 * @throws Error where it failed in another way
 */
export async function train(directory?: string, kill?: Kill): Promise<Outcome | undefined> {
  const program = join(import.meta.dirname, 'killedTraining.mjs');
  const fault = kill === undefined || kill.fault === 'moment' ? [] : [kill.fault, kill.count, kill.share];
  const given = [directory ?? '', ...fault].map(String);
  const sources = FROM_DIST ? [] : ['--import', '@neutype/jest-preset/sources'];
  const child = spawn(process.execPath, [...sources, program, ...given]);
  const told = { output: '', errors: '' };
  child.stdout.on('data', (text: Buffer) => {
    told.output += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    told.errors += text.toString();
  });
  if (kill?.fault === 'moment') {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), kill.count));
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  const result = told.output.trim().split('\n').at(-1) as string;
  // Killed after it had said how it ended, it has ended.
  if (result.startsWith('{') && result.endsWith('}')) return JSON.parse(result) as Outcome;
  if (signal === 'SIGKILL') return undefined;
  throw new Error(`${JSON.stringify(kill)}: ended with ${code ?? signal}: ${told.output}${told.errors}`);
}

async function hasLeftovers(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  return names.some((name) => name.endsWith('.part') || name.includes('.lock'));
}
