import { formatProgressBar, type Reporter } from '@neutype/optimizers';
import type { Output, Stream } from './output.js';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const RESET = '\u001b[0m';
const ERASE_LINE = '\r\u001b[2K';

const DEFAULT_COLUMNS = 80;
/** Plots do not get clearer beyond this. */
const WIDEST_PLOT = 100;

/** The tutorial as text; the progress of training is drawn on `stderr` where that is a terminal. */
export function textOutput(stdout: Stream, stderr: Stream, colours: boolean): Output {
  const style = (code: string, text: string) => (colours ? `${code}${text}${RESET}` : text);
  const line = (text: string) => stdout.write(`${text}\n`);
  return {
    chapter: (title) => line(`\n${style(BOLD, title)}\n`),
    code: (...lines) => {
      for (const each of lines) line(style(DIM, `> ${each}`));
    },
    print: line,
    note: line,
    event: () => {},
    plots: { width: Math.max(20, Math.min(stdout.columns || DEFAULT_COLUMNS, WIDEST_PLOT)), color: colours },
    reporter: {
      colours,
      print: line,
      warn: (message) => line(`[WARNING] ${message}`),
      ...(stderr.isTTY === true ? { progress: progressBar(stderr) } : {}),
    },
  };
}

function progressBar(terminal: Stream): NonNullable<Reporter['progress']> {
  return (progress) => {
    const text = progress && formatProgressBar(progress, (terminal.columns || DEFAULT_COLUMNS) - 1);
    terminal.write(text === undefined ? ERASE_LINE : `\r${text}`);
  };
}
