import { spawnSync } from 'node:child_process';

/** Whether this user may mount file systems, as tests of full disks need it. */
export const mayMount: boolean =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Puts a file system in memory, of so many bytes, in the place of a directory. */
export function mountMemory(path: string, bytes: number): void {
  run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path);
}

export function remount(path: string, access: 'ro' | 'rw'): void {
  run('mount', '-o', `remount,${access}`, path);
}

export function unmount(path: string): void {
  run('umount', path);
}

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
