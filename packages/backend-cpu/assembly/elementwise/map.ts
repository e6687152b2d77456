import { compute } from '../generated/operations';
import { Place } from '../generated/layout';
import { HEADER_BYTES, itemsOf, shareStart, take } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { forgetInput, prepareInput, setConstant } from './inputs';
import { narrowMasks } from './masks';
import { operandAddress, operandStep } from './places';
import { computeRest } from './rest';

/** Arguments before the lists of constants, inputs and instructions. */
const FIXED_BYTES: usize = 8 * 4;
/** A constant: whether it is an address, and the address or the bits. */
const CONSTANT_BYTES: usize = 2 * 4;
/** An instruction: operation, kind and place of what it makes, kinds and places of three operands. */
const INSTRUCTION_BYTES: usize = 9 * 4;
/** Two vectors, which wide code takes at once. */
const PAIR: i32 = 8;

/**
 * Runs a small program on every element, strip by strip, so that what it keeps in registers never leaves the first-level
 * cache. `src/map/encode.ts` writes its arguments: the number of elements; how many make a strip; the length of rows that
 * no strip crosses, or 0; what items begin at multiples of; the number of constants, of inputs that are prepared strip by
 * strip, and of instructions; where in scratch memory conditions are before they become bytes; then those three lists.
 */
export function map(command: usize): void {
  const words = command + HEADER_BYTES;
  const count = load<i32>(words);
  const strip = load<i32>(words, 4);
  const row = load<i32>(words, 8);
  const grain = load<i32>(words, 12);
  const items = itemsOf(command);
  const lists = words + FIXED_BYTES;
  setUp(lists, load<i32>(words, 16), load<i32>(words, 20));
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, count, grain);
    let at = shareStart(item, items, count, grain);
    while (at < end) {
      const most = row == 0 ? end : min(end, (at / row + 1) * row);
      const length = min(strip, most - at);
      runStrip(words, at, length);
      at += length;
    }
  }
}

function setUp(list: usize, constants: i32, inputs: i32): void {
  const base = scratch();
  for (let index = 0; index < constants; index++, list += CONSTANT_BYTES) {
    setConstant(base, index, load<i32>(list) != 0, load<u32>(list, 4));
  }
  for (let index = 0; index < inputs; index++) forgetInput(base, constants + index);
}

function runStrip(words: usize, at: i32, count: i32): void {
  const constants = load<i32>(words, 16);
  const inputs = load<i32>(words, 20);
  const instructions = load<i32>(words, 24);
  const masks = load<u32>(words, 28);
  const base = scratch();
  let next = words + FIXED_BYTES + <usize>constants * CONSTANT_BYTES;
  for (let index = 0; index < inputs; index++) next = prepareInput(base, constants + index, next, at, count);
  for (let index = 0; index < instructions; index++, next += INSTRUCTION_BYTES) {
    runInstruction(next, base, masks, at, count);
  }
}

function runInstruction(words: usize, base: usize, masks: usize, at: i32, count: i32): void {
  const operation = load<i32>(words);
  const kind = load<i32>(words, 4);
  const to = load<u32>(words, 8);
  const y = kind == Place.tensor ? to + (<usize>at << 2) : base + (kind == Place.bytes ? masks : to);
  const a = operandAddress(words + 12, base, at), stepA = operandStep(words + 12, base);
  const b = operandAddress(words + 20, base, at), stepB = operandStep(words + 20, base);
  const c = operandAddress(words + 28, base, at), stepC = operandStep(words + 28, base);
  const pairs: usize = <usize>count >> 3;
  if (pairs != 0) compute(operation, y, y + (pairs << 5), a, stepA, b, stepB, c, stepC);
  const left = count & (PAIR - 1);
  if (left != 0) {
    computeRest(operation, y + (pairs << 5), left, a + pairs * stepA, stepA, b + pairs * stepB, stepB, c + pairs * stepC, stepC, base);
  }
  if (kind == Place.bytes) narrowMasks(y, to + <usize>at, count);
}
