/**
 * The first key that an object in this JSON text has twice, which `JSON.parse` passes over; `undefined` if there is none.
 *
 * @param json a text that `JSON.parse` takes, of whatever length
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; ) {
    if (json[at] !== '"') {
      if (json[at] === '{') open.push(new Set());
      if (json[at] === '}') open.pop();
      at += 1;
      continue;
    }
    const end = endOfString(json, at);
    if (json[afterSpace(json, end)] === ':') {
      const key = JSON.parse(json.slice(at, end)) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
    at = end;
  }
  return undefined;
}

/** Where the string that begins at `start` is over. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function afterSpace(json: string, start: number): number {
  let at = start;
  while (at < json.length && ' \t\n\r'.includes(json[at] as string)) at += 1;
  return at;
}
