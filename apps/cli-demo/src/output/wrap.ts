// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin the colors that take no place
const COLORS = /\u001b\[[\d;]*m/g;

function widthOf(text: string): number {
  return text.replace(COLORS, '').length;
}

/** Breaks a line between words so that it fits; words that are longer than that stay whole. */
export function wrap(line: string, columns: number, indent = ''): string[] {
  if (widthOf(line) <= columns) return [line];
  const lines: string[] = [];
  // Spaces before the first word are its own.
  for (const word of line.match(/^\s*\S+|\S+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines;
}
