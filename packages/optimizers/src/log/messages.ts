import { escapeControls } from '@neutype/errors';

/** A line of the log with its tag: `[OPTION] step = 0.01`. Names come from outside, and are made harmless. */
export const tagged = (tag: string, text: string, colours = false): string => {
  const label = `[${tag.toUpperCase()}]`;
  return `${colours ? `\u001b[0;32m${label}\u001b[0m` : label} ${escapeControls(text)}`;
};

/** A headline, bold and underlined where colours are understood. */
export const headline = (text: string, colours = false): string =>
  colours ? `\u001b[1m\u001b[4m${text}\u001b[0m` : text;
