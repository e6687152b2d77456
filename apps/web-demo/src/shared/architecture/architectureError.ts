import { escapeControls } from '@neutype/errors';

/** A line that describes no network, in words for the person who typed it. */
export class ArchitectureError extends Error {
  override readonly name: string = 'ArchitectureError';
}

const LONGEST_QUOTE = 40;

/** What was typed, as a message repeats it: cut where it is long, and with nothing invisible in it. */
export function quoted(text: string): string {
  return escapeControls(text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`);
}
