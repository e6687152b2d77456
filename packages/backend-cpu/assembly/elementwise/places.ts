import { MAP_ENTRIES, MAP_ENTRY_ADDRESS, MAP_ENTRY_BYTES, MAP_ENTRY_STRIDE, Place } from '../generated/layout';

/** Scratch memory begins with room for the last elements of three operands and a result, which fill no pair of vectors. */
export const REST_BYTES: usize = 32;

export function entryOf(base: usize, index: i32): usize {
  return base + MAP_ENTRIES + <usize>(index * MAP_ENTRY_BYTES);
}

/** The entry's elements lie at `address`, one after the other. */
// @ts-ignore: decorator
@inline
export function setWalk(entry: usize, address: usize): void {
  store<u32>(entry, <u32>address, MAP_ENTRY_ADDRESS);
  store<u32>(entry, 32, MAP_ENTRY_STRIDE);
}

/** All elements of the entry are the same. */
// @ts-ignore: decorator
@inline
export function setRepeated(entry: usize, element: v128): void {
  v128.store(entry, element);
  v128.store(entry, element, 16);
  store<u32>(entry, <u32>entry, MAP_ENTRY_ADDRESS);
  store<u32>(entry, 0, MAP_ENTRY_STRIDE);
}

// @ts-ignore: decorator
@inline
export function operandAddress(words: usize, base: usize, at: i32): usize {
  const kind = load<i32>(words);
  const place: usize = load<u32>(words, 4);
  if (kind == Place.tensor) return place + (<usize>at << 2);
  return kind == Place.register ? base + place : <usize>load<u32>(base + place, MAP_ENTRY_ADDRESS);
}

/** Bytes from one pair of vectors to the next. */
// @ts-ignore: decorator
@inline
export function operandStep(words: usize, base: usize): usize {
  return load<i32>(words) == Place.prepared ? <usize>load<u32>(base + <usize>load<u32>(words, 4), MAP_ENTRY_STRIDE) : 32;
}
