/** As many as a message can have before nobody reads it any more. */
const MOST = 10;

/** For messages: the beginning of a list, and how many more there are. */
export function listed(texts: readonly string[], separator = ', '): string {
  const more = texts.length - MOST;
  const beginning = texts.slice(0, MOST).join(separator);
  return more > 0 ? `${beginning} and ${more} more` : beginning;
}
