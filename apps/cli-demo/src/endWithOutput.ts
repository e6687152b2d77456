/** A process whose output may end before it does. */
interface WritingProcess {
  readonly stdout: { on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown };
  readonly stderr: {
    on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
    write(text: string): unknown;
  };
  exit(code: number): void;
}

/**
 * Ends the process when nobody takes its output any more: well for a reader that has seen enough, as in
 * `npm start | head`, and with a sentence where it cannot be written, as to a full disk.
 */
export function endWithOutput({ stdout, stderr, exit }: WritingProcess): void {
  stdout.on('error', ({ code, message }) => {
    if (code === 'EPIPE') return exit(0);
    stderr.write(`Failed: what the demo prints cannot be written (${message}).\n`);
    exit(1);
  });
  // There is no stream left to report it on.
  stderr.on('error', () => {});
}
