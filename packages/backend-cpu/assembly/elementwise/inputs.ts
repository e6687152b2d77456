/**
 * What instructions cannot read as it lies in memory: constants, tensors that are broadcast, and tensors of bytes. Each
 * has an entry in scratch memory, where instructions find what to read instead.
 */
import { MAP_DIMENSION_WORDS, MAP_ENTRY_EXPANDED, MAP_INPUT_WORDS } from '../generated/layout';
import { widenBytes } from './masks';
import { entryOf, setRepeated, setWalk } from './places';

const IS_BYTES: i32 = 1;
/** Every strip begins with the same element of it, so that what one strip needed does for the next. */
const IS_STEADY: i32 = 2;
/** An input: how long it is in bytes, flags, address, offset of its strip in scratch memory, the number of dimensions. */
const DIMENSIONS: usize = MAP_INPUT_WORDS * 4;
/** Innermost first: length and stride in elements, 0 where it repeats. */
const DIMENSION_BYTES: usize = MAP_DIMENSION_WORDS * 4;

export function setConstant(base: usize, index: i32, isAddress: bool, value: u32): void {
  setRepeated(entryOf(base, index), isAddress ? v128.load32_splat(value) : i32x4.splat(<i32>value));
}

/** Forgets what was expanded for another command. */
export function forgetInput(base: usize, index: i32): void {
  store<i32>(entryOf(base, index), 0, MAP_ENTRY_EXPANDED);
}

/** Makes the input at `words` ready for elements `at` to `at + count`; where the next one is. */
export function prepareInput(base: usize, index: i32, words: usize, at: i32, count: i32): usize {
  const entry = entryOf(base, index);
  const inner = load<i32>(words, DIMENSIONS);
  const row = at / inner;
  if (at + count <= (row + 1) * inner) takeRun(base, entry, words, row, at - row * inner, count);
  else expand(base, entry, words, at, count);
  return words + load<u32>(words);
}

/** The strip lies within one row. */
function takeRun(base: usize, entry: usize, words: usize, row: i32, within: i32, count: i32): void {
  const isBytes = load<i32>(words, 4) & IS_BYTES;
  const walks = load<i32>(words, DIMENSIONS + 4);
  const first = elementAt(words, row) + within * walks;
  const from: usize = load<u32>(words, 8);
  if (walks && isBytes) {
    const register = base + <usize>load<u32>(words, 12);
    widenBytes(from + <usize>first, register, count);
    setWalk(entry, register);
  } else if (walks) {
    setWalk(entry, from + (<usize>first << 2));
  } else {
    setRepeated(entry, isBytes ? maskAt(from + <usize>first) : v128.load32_splat(from + (<usize>first << 2)));
  }
}

/** The strip crosses rows: a register takes them one after the other. */
function expand(base: usize, entry: usize, words: usize, at: i32, count: i32): void {
  const flags = load<i32>(words, 4);
  const register = base + <usize>load<u32>(words, 12);
  setWalk(entry, register);
  if (flags & IS_STEADY && load<i32>(entry, MAP_ENTRY_EXPANDED) >= count) return;
  store<i32>(entry, count, MAP_ENTRY_EXPANDED);
  const inner = load<i32>(words, DIMENSIONS);
  const walks = load<i32>(words, DIMENSIONS + 4);
  const from: usize = load<u32>(words, 8);
  let row = at / inner;
  let within = at - row * inner;
  for (let done = 0; done < count; row++) {
    const length = min(inner - within, count - done);
    const first: usize = <usize>(elementAt(words, row) + within * walks);
    const to = register + (<usize>done << 2);
    if (flags & IS_BYTES) {
      if (walks) widenBytes(from + first, to, length);
      else repeat(to, maskAt(from + first), length);
    } else if (walks) {
      copyRun(from + (first << 2), to, length);
    } else {
      repeat(to, v128.load32_splat(from + (first << 2)), length);
    }
    done += length;
    within = 0;
  }
}

/** Where row `row` begins, in elements. The outermost dimension takes what is left, without a division. */
function elementAt(words: usize, row: i32): i32 {
  const outer = load<i32>(words, 16) - 1;
  let dimension = words + DIMENSIONS + DIMENSION_BYTES;
  let first = 0;
  for (let left = outer; left > 1; left--, dimension += DIMENSION_BYTES) {
    const length = load<i32>(dimension);
    const above = row / length;
    first += (row - above * length) * load<i32>(dimension, 4);
    row = above;
  }
  return outer == 0 ? 0 : first + row * load<i32>(dimension, 4);
}

function maskAt(address: usize): v128 {
  return i32x4.splat(load<u8>(address) == 0 ? 0 : -1);
}

/** Writes up to three elements more than it is told, where the next row or nothing lies. */
function repeat(to: usize, element: v128, count: i32): void {
  for (const end = to + (<usize>count << 2); to < end; to += 16) v128.store(to, element);
}

function copyRun(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4, from += 16, to += 16) v128.store(to, v128.load(from));
  for (; count > 0; count--, from += 4, to += 4) store<i32>(to, load<i32>(from));
}
