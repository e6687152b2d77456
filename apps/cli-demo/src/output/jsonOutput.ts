import type { Output, Stream } from './output.js';
import { safe } from './safe.js';

/** Events alone on `stdout`, one JSON object a line; notes go to `stderr`. */
export function jsonOutput(stdout: Stream, stderr: Stream): Output {
  const tell = (text: string) => void stderr.write(`${safe(text)}\n`);
  return {
    chapter: () => {},
    say: () => {},
    code: () => {},
    print: () => {},
    note: tell,
    aside: tell,
    progress: () => {},
    event: (event) => stdout.write(`${JSON.stringify(event)}\n`),
    columns: Number.POSITIVE_INFINITY,
    plots: { width: 80, color: false },
    reporter: undefined,
  };
}
