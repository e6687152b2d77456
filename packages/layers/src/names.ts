/** The kind of the layers that a function makes: `max-pool2d` of `maxPool2d`. */
export function kindOf(maker: string): string {
  return maker.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Gives the layers of one network their names: what they were called, or their kind and a number (`relu-2`). Numbers before `from` are known to be taken. */
export function nextName(kind: string, taken: ReadonlySet<string>, from = 1): string {
  let number = from;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** The name itself, or with a number where it is taken: `encoder`, `encoder-2`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** Whether an object is known to have several keys. */
export type HasSeveral<Named> = IsUnion<keyof Named>;

type IsUnion<Keys, All = Keys> = Keys extends All ? ([All] extends [Keys] ? false : true) : never;
