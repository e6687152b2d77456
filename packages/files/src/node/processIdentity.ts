import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process from all others, also from one that gets its number later, or has it on another machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the kernel's own count; empty where the system does not say. */
  readonly started: string;
  readonly host: string;
  /** The installation that it runs on; empty where the system does not say. */
  readonly machine: string;
  readonly boot: string;
  /** The container whose process numbers it has. */
  readonly namespace: string;
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    started: lookUp(process.pid)?.started ?? '',
    host: hostname(),
    machine: textOf('/etc/machine-id'),
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    namespace: linkOf('/proc/self/ns/pid'),
  };
}

/** Whether a process is alive; undefined where that cannot be told from here, as for one on another machine. */
export function isAlive(other: ProcessIdentity, self: ProcessIdentity = thisProcess()): boolean | undefined {
  if (other.host !== self.host || other.machine !== self.machine) return undefined;
  if (other.boot !== self.boot) return other.machine === '' ? undefined : false;
  if (other.namespace !== self.namespace) return undefined;
  return isRunning(other);
}

/** Where processes can be told apart by their numbers, in a word of eight letters. */
export function surroundingsOf({ host, machine, boot, namespace }: ProcessIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([host, machine, boot, namespace]))
    .digest('hex')
    .slice(0, 8);
}

/** Whether a process of these surroundings runs. */
export function isRunning({ pid, started }: Pick<ProcessIdentity, 'pid' | 'started'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const found = lookUp(pid);
  return found === undefined || (!found.isOver && (started === '' || found.started === started));
}

/** What Linux says of a process: fields 3 and 22 of its line, counted behind its name, which may have any letters. */
function lookUp(pid: number): { isOver: boolean; started: string } | undefined {
  const line = textOf(`/proc/${pid}/stat`);
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 20) return undefined;
  return { isOver: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] as string };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
