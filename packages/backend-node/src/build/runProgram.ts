import { spawn } from 'node:child_process';

/** How another program ended. */
export interface ProgramResult {
  /** Whether it ran and reported success. */
  readonly succeeded: boolean;
  /** Whether there is no such program. */
  readonly missing: boolean;
  /** The signal that ended it, if one did. */
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs another program to its end. It never throws. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  { showOutput = false, folder }: { readonly showOutput?: boolean; readonly folder?: string } = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      env: process.env,
      stdio: ['ignore', showOutput ? 'inherit' : 'pipe', 'pipe'],
      ...(folder !== undefined && { cwd: folder }),
    });
    let output = '';
    let errors = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (errors += chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({
        succeeded: false,
        missing: error.code === 'ENOENT',
        signal: null,
        output,
        errors: errors || error.message,
      }),
    );
    child.on('close', (code, signal) =>
      resolve({ succeeded: code === 0, missing: false, signal, output, errors }),
    );
  });
}

/** The last lines of what a program complained about, for a message. */
export function complaint({ errors, output, signal }: ProgramResult, lines = 3): string {
  if (signal) return `it was ended by ${signal}`;
  const said = (errors.trim() || output.trim()).split('\n').filter((line) => line.trim() !== '');
  return said.slice(-lines).join(' | ') || 'it gave no reason';
}
