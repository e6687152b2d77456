import { formatProgressBar } from '@neutype/optimizers';
import type { Output, Stream } from './output.js';
import { safe } from './safe.js';
import { wrap } from './wrap.js';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const RESET = '\u001b[0m';
const ERASE_LINE = '\r\u001b[2K';

/** Plots do not get clearer beyond this, nor does prose. */
const WIDEST = 100;
const DEFAULT_PLOT = 80;
const NARROWEST_PLOT = 20;

/** How text is to look. */
export interface TextStyle {
  readonly colors: boolean;
  /** How wide the reader's window is; undefined where none is known, and lines are as long as they come. */
  readonly columns: number | undefined;
}

/** The tutorial as text; progress is drawn on `stderr` where that is a terminal. */
export function textOutput(stdout: Stream, stderr: Stream, { colors, columns }: TextStyle): Output {
  const limit = columns ?? Number.POSITIVE_INFINITY;
  const progress = stderr.isTTY === true ? progressLine(stderr, (columns ?? DEFAULT_PLOT) - 1) : () => {};
  const style = (code: string, text: string) => (colors ? `${code}${text}${RESET}` : text);
  let isAfterBlank = true;
  function line(text: string) {
    stdout.write(`${text}\n`);
    isAfterBlank = text === '' || text.endsWith('\n');
  }
  function gap() {
    if (!isAfterBlank) line('');
  }
  function wrapped(text: string, indent?: string) {
    for (const each of wrap(text, limit, indent)) line(each);
  }
  return {
    chapter: (title) => line(`\n${style(BOLD, title)}\n`),
    say: (text) => {
      gap();
      for (const each of wrap(text, Math.min(limit, WIDEST))) line(each);
      line('');
    },
    code: (...lines) => {
      gap();
      for (const each of lines.flatMap((one) => wrap(`> ${one}`, limit, '>   '))) line(style(DIM, each));
    },
    print: (text) => {
      for (const each of text.split('\n')) wrapped(each);
    },
    note: (text) => {
      progress(undefined);
      wrapped(safe(text));
    },
    aside: (text) => {
      progress(undefined);
      // The terminal itself has written ^C at the line's beginning.
      stderr.write(`${stderr.isTTY === true ? ERASE_LINE : ''}${wrap(text, limit).join('\n')}\n`);
    },
    progress,
    event: () => {},
    columns: limit,
    plots: { width: Math.max(NARROWEST_PLOT, Math.min(columns ?? DEFAULT_PLOT, WIDEST)), color: colors },
    reporter: {
      color: colors,
      print: (text) => wrapped(text, '    '),
      warn: (message) => wrapped(`[WARNING] ${message}`, '    '),
      progress: (state) => progress(state && formatProgressBar(state, (columns ?? DEFAULT_PLOT) - 1)),
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
