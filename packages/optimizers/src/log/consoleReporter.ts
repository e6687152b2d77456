import { tagged } from './messages.js';
import { formatProgressBar, type Progress } from './progressBar.js';
import type { Reporter } from './reporter.js';

/** Prints to the console; the progress bar goes to stderr, and only where that is a terminal. */
export function consoleReporter(): Reporter {
  const { stdout, stderr } = standardStreams();
  return {
    color: stdout?.isTTY === true,
    print: (line) => console.log(line),
    warn: (message) => console.warn(tagged('WARNING', message)),
    ...(stderr?.isTTY === true ? { progress: terminalProgress(stderr) } : {}),
  };
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The standard streams of Node, Deno or Bun; nothing in a browser. */
function standardStreams(): { stdout?: Terminal; stderr?: Terminal } {
  return (globalThis as { process?: { stdout?: Terminal; stderr?: Terminal } }).process ?? {};
}

const ERASE_LINE = '\r\u001b[2K';

function terminalProgress(terminal: Terminal): (progress: Progress | undefined) => void {
  let drawn = false;
  return (progress) => {
    if (progress) terminal.write(`\r${formatProgressBar(progress, (terminal.columns ?? 80) - 1)}`);
    else if (drawn) terminal.write(ERASE_LINE);
    drawn = progress !== undefined;
  };
}
