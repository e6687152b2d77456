import { spawn } from 'node:child_process';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../src');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program in a process of its own, where an uncaught exception, an unhandled rejection and a handle that is left
 * open show; Jest hides all three. The program finds the package's sources as `./index.ts`, `./files/index.ts`.
 */
export function runInChild(program: string): Promise<Ended> {
  const args = ['--import', '@neutype/jest-preset/sources', '--input-type=module', '--eval', program];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: SOURCES, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}
