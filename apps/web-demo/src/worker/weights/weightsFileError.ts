import { escapeControls } from '@neutype/errors';

/** A file that has no weights to use, in words for the person who chose it. */
export class WeightsFileError extends Error {
  override readonly name: string = 'WeightsFileError';
}

const LONGEST_QUOTE = 60;

/** A name from a file, as a message repeats it: cut where it is long, and with nothing invisible in it. */
export function quoted(text: string): string {
  return escapeControls(text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`);
}
