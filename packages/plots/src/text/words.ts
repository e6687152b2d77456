import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns of a terminal a text takes: East Asian characters and emoji take two, combining marks none. */
export const columnsOf = (text: string): number => stringWidth(text);

/** The columns of the widest text; 0 of none. */
export const widest = (texts: Iterable<string>): number => {
  let columns = 0;
  for (const text of texts) columns = Math.max(columns, columnsOf(text));
  return columns;
};

/** The text, shortened with an ellipsis where it takes more than `width` columns. */
export const cut = (text: string, width: number): string =>
  columnsOf(text) <= width ? text : `${head(text, width - 1)}…`;

/** The text at the right end of `width` columns. */
export const padStart = (text: string, width: number): string => padding(text, width) + text;

/** The text at the left end of `width` columns. */
export const padEnd = (text: string, width: number): string => text + padding(text, width);

/** The text in lines of at most `width` columns, broken between words where it can be. */
export const wrapped = (text: string, width: number): string[] => {
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
};

const padding = (text: string, width: number): string => ' '.repeat(Math.max(0, width - columnsOf(text)));

const pieces = (word: string, width: number): string[] => {
  const all: string[] = [];
  let rest = word;
  while (columnsOf(rest) > width) {
    const piece = head(rest, width);
    all.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...all, rest];
};

/** As many characters from the start as fit. */
const head = (text: string, width: number): string => {
  let end = 0;
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += columnsOf(segment);
    if (used > width) break;
    end += segment.length;
  }
  return text.slice(0, end);
};
