/** Pieces of a WebAssembly module (core specification, chapter 5) as lists of bytes. */
export type Bytes = readonly number[];

export const I32 = 0x7f;
export const V128 = 0x7b;
const FUNCTION_TYPE = 0x60;
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const KIND = { function: 0, memory: 2 } as const;
/** A memory has at most so many pages, and is or is not shared. */
const LIMITS = { most: 65_536, unshared: 1, shared: 3 } as const;
const HEAD: Bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** LEB128 of a number without a sign. */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

/** A module that imports `env.memory` and exports one function under the name `run`: of numbers, giving nothing. */
export function moduleOf(
  parameters: number,
  locals: Bytes,
  code: Bytes,
  isShared: boolean,
): Uint8Array<ArrayBuffer> {
  const type = [FUNCTION_TYPE, ...list(new Array<Bytes>(parameters).fill([I32])), 0];
  const limits = [isShared ? LIMITS.shared : LIMITS.unshared, 0, ...unsigned(LIMITS.most)];
  return Uint8Array.from([
    ...HEAD,
    ...section(SECTION.type, [type]),
    ...section(SECTION.import, [[...text('env'), ...text('memory'), KIND.memory, ...limits]]),
    ...section(SECTION.function, [[0]]),
    ...section(SECTION.export, [[...text('run'), KIND.function, 0]]),
    ...section(SECTION.code, [sized([...locals, ...code])]),
  ]);
}

/** Local variables: so many of each type, in this order. */
export function localsOf(groups: readonly (readonly [count: number, type: number])[]): Bytes {
  return list(groups.map(([count, type]) => [...unsigned(count), type]));
}

function section(id: number, items: readonly Bytes[]): Bytes {
  return [id, ...sized(list(items))];
}

function list(items: readonly Bytes[]): Bytes {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes: Bytes): Bytes {
  return [...unsigned(bytes.length), ...bytes];
}

function text(name: string): Bytes {
  return sized(Array.from(name, (character) => character.charCodeAt(0)));
}
