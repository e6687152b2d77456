import { characters, columnsOf, WINDOW } from './columns.js';

/** The columns of the widest text; 0 of none. */
export function widest(texts: Iterable<string>): number {
  let columns = 0;
  for (const text of texts) columns = Math.max(columns, columnsOf(text));
  return columns;
}

/** The text, shortened with an ellipsis where it takes more than `width` columns. */
export function cut(text: string, width: number): string {
  return columnsOf(text) <= width ? text : `${head(text, width - 1)}…`;
}

/** The text at the right end of `width` columns. */
export function padStart(text: string, width: number): string {
  return padding(text, width) + text;
}

/** The text at the left end of `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + padding(text, width);
}

/** The text in lines of at most `width` columns, broken between words where it can be. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => pieces(word, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function padding(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columnsOf(text)));
}

/** A word in pieces that fit. */
function pieces(word: string, width: number): string[] {
  const all: string[] = [];
  let rest = word;
  do {
    // A character with dozens of spacing marks may be wider than any line: it is taken apart then.
    const piece = head(rest, width) || rest.slice(0, (rest.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
    all.push(piece);
    rest = rest.slice(piece.length);
  } while (rest !== '');
  return all;
}

/** As many characters from the start as fit. */
function head(text: string, width: number): string {
  let end = 0;
  let used = 0;
  for (const character of characters(text.slice(0, WINDOW))) {
    used += columnsOf(character);
    if (used > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}
