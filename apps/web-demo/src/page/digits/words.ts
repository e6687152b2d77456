const MOST_NAMES = 3;

/** `1 image`, `1,200 images`. */
export function inWords(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const left = names.length - shown.length;
  return conjoined(left > 0 ? [...shown, `${left.toLocaleString('en')} more`] : shown);
}

/** `4`, `4 and 7`, `1, 4 and 7`. */
export function conjoined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
