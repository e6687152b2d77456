import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';

/** What a child says of what it did. */
export interface Outcome {
  readonly result?: unknown;
  readonly failure?: string;
  readonly name?: string;
  readonly notices: readonly string[];
}

export interface Circumstances {
  /** As a user that may not do everything, where this one may. */
  readonly asNobody?: boolean;
  /** Arguments of the shell's `ulimit`: `-n 32`. */
  readonly limit?: string;
}

const NOBODY = 65534;
const isAdministrator = process.getuid?.() === 0;

/** Starts `fileChild.mjs` with an action, a path and perhaps a number. */
export function startChild(
  action: string,
  path: string,
  number = 0,
  { asNobody = false, limit }: Circumstances = {},
): ChildProcess {
  const program = join(import.meta.dirname, 'fileChild.mjs');
  const node = ['--import', '@neutype/jest-preset/sources', program, action, path, String(number)];
  const user = asNobody && isAdministrator ? { uid: NOBODY, gid: NOBODY } : {};
  const options = { ...user, stdio: ['pipe', 'pipe', 'inherit'] as ('pipe' | 'inherit')[] };
  if (limit === undefined) return spawn(process.execPath, node, options);
  return spawn('sh', ['-c', `ulimit ${limit}; exec "$0" "$@"`, process.execPath, ...node], options);
}

/** What came of an action in a process of its own. */
export async function inChild(...given: Parameters<typeof startChild>): Promise<Outcome> {
  const child = startChild(...given);
  child.stdin?.end();
  const lines = (await outputOf(child)).trim().split('\n');
  return JSON.parse(lines.at(-1) as string) as Outcome;
}

/** All that it writes until it ends. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.on('data', (text: Buffer) => {
    output += text.toString();
  });
  await once(child, 'close');
  return output;
}

/** Waits until a child has written this word. */
export async function said(child: ChildProcess, word: string): Promise<void> {
  for await (const [text] of eventsOf(child)) if (String(text).includes(word)) return;
}

async function* eventsOf(child: ChildProcess): AsyncGenerator<unknown[]> {
  while (child.exitCode === null) yield await once(child.stdout!, 'data');
}

/** Ends it at once, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

/** Gives a file or directory to the user that `asNobody` is. */
export async function giveAway(path: string, mode: number): Promise<void> {
  await chmod(path, mode);
  if (isAdministrator) await chown(path, NOBODY, NOBODY);
}
