import type { Output, Stream } from './output.js';

/** Events alone on `stdout`, one JSON object a line; notes go to `stderr`. */
export function jsonOutput(stdout: Stream, stderr: Stream): Output {
  return {
    chapter: () => {},
    code: () => {},
    print: () => {},
    note: (text) => stderr.write(`${text}\n`),
    progress: () => {},
    event: (event) => stdout.write(`${JSON.stringify(event)}\n`),
    plots: { width: 80, color: false },
    reporter: undefined,
  };
}
