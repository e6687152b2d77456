import { escapeControls } from '@neutype/errors';

/** A line of the log with its tag: `[OPTION] step = 0.01`. Names come from outside, and are made harmless. */
export function tagged(tag: string, text: string, color = false): string {
  const label = `[${tag.toUpperCase()}]`;
  return `${color ? `\u001b[0;32m${label}\u001b[0m` : label} ${escapeControls(text)}`;
}

/** A headline, bold and underlined where colors are understood. */
export function headline(text: string, color = false): string {
  return color ? `\u001b[1m\u001b[4m${text}\u001b[0m` : text;
}
