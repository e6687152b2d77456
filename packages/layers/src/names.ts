/** Gives the layers of one network their names: what they were called, or their kind and a number (`relu-2`). */
export function nextName(kind: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}
