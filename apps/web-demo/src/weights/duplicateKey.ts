/**
 * The first key that an object in this JSON text has twice, which `JSON.parse` passes over; `undefined` if there is none.
 *
 * @param json a text that `JSON.parse` takes
 */
export function duplicateKey(json: string): string | undefined {
  const tokens = json.matchAll(/"(?:[^"\\]|\\[\s\S])*"(\s*:)?|[{}]/g);
  const open: Set<string>[] = [];
  for (const [token, colon] of tokens) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}
