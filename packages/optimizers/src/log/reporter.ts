import type { Progress } from './progressBar.js';

/**
 * Where the log goes. The default prints to the console and draws a progress bar on stderr when that is a
 * terminal; a web page, a notebook or a test passes its own as the `reporter` option.
 */
export interface Reporter {
  /** One finished line of the log; only called when `verbose` is on. */
  print(line: string): void;
  /** Something looks wrong with the data or an option; called whether `verbose` is on or not. */
  warn(message: string): void;
  /** Draws, or redraws, how far the epoch is; `undefined` takes the drawing away. Only called when `verbose` is on. */
  progress?(progress: Progress | undefined): void;
  /** Whether `print` understands ANSI colors; they are left out if not. */
  readonly color?: boolean;
}
