import { formatProgressBar } from '@neutype/optimizers';
import type { Output, Stream } from './output.js';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const RESET = '\u001b[0m';
const ERASE_LINE = '\r\u001b[2K';

const DEFAULT_COLUMNS = 80;
/** Plots do not get clearer beyond this. */
const WIDEST_PLOT = 100;

/** The tutorial as text; progress is drawn on `stderr` where that is a terminal. */
export function textOutput(stdout: Stream, stderr: Stream, colours: boolean): Output {
  const style = (code: string, text: string) => (colours ? `${code}${text}${RESET}` : text);
  const line = (text: string) => void stdout.write(`${text}\n`);
  const columns = stdout.columns || DEFAULT_COLUMNS;
  const progress = stderr.isTTY === true ? progressLine(stderr, columns - 1) : () => {};
  return {
    chapter: (title) => line(`\n${style(BOLD, title)}\n`),
    code: (...lines) => {
      for (const each of lines) line(style(DIM, `> ${each}`));
    },
    print: line,
    note: (text) => {
      progress(undefined);
      line(text);
    },
    progress,
    event: () => {},
    plots: { width: Math.max(20, Math.min(columns, WIDEST_PLOT)), color: colours },
    reporter: {
      colours,
      print: line,
      warn: (message) => line(`[WARNING] ${message}`),
      progress: (state) => progress(state && formatProgressBar(state, columns - 1)),
    },
  };
}

/** One line that is drawn over and over. */
function progressLine(terminal: Stream, width: number): Output['progress'] {
  let isDrawn = false;
  return (text) => {
    if (text !== undefined || isDrawn) terminal.write(`${ERASE_LINE}${text?.slice(0, width) ?? ''}`);
    isDrawn = text !== undefined;
  };
}
