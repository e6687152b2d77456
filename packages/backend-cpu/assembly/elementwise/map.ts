import { compute } from '../generated/operations';
import { Place } from '../generated/layout';
import { functionAt } from '../runtime/code';
import { Command, shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { forgetInput, prepareInput, setConstant } from './inputs';
import { narrowMasks } from './masks';
import { operandAddress, operandStep } from './places';
import { computeRest } from './rest';

/** A constant: whether it is an address, and the address or the bits. */
const CONSTANT_BYTES: usize = 2 * 4;
/** An instruction: operation, kind and place of what it makes, kinds and places of three operands. */
const INSTRUCTION_BYTES: usize = 9 * 4;
/** Two vectors, which wide code takes at once. */
const PAIR: i32 = 8;

// @ts-ignore: decorator
@unmanaged
export class MapCommand extends Command {
  /** Elements in all. */
  count: i32;
  /** Elements of a strip. */
  strip: i32;
  /** Length of rows that no strip crosses, or 0. */
  row: i32;
  /** What items begin at multiples of. */
  grain: i32;
  /** How many there are in the three lists that follow: constants, inputs prepared strip by strip, and instructions. */
  constants: i32;
  inputs: i32;
  instructions: i32;
  /** Where in scratch memory conditions are before they become bytes. */
  masks: i32;
  /** The generated function that does what the instructions say, or 0; addresses of its tensors stand in their place. */
  generated: i32;
}

/**
 * Runs a small program on every element, strip by strip, so that what it keeps in registers never leaves the first-level
 * cache. `src/map/encode.ts` writes the three lists.
 */
export function map(command: MapCommand): void {
  const count = command.count;
  const strip = command.strip;
  const row = command.row;
  const grain = command.grain;
  const items = command.items;
  const generated = command.generated == 0 ? 0 : functionAt(command.generated);
  if (generated == 0 && command.generated != 0) return;
  const lists = changetype<usize>(command) + offsetof<MapCommand>();
  setUp(lists, command.constants, command.inputs);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, grain);
    let at = shareStart(item, items, count, grain);
    while (at < end) {
      const most = row == 0 ? end : min(end, (at / row + 1) * row);
      const length = min(strip, most - at);
      if (generated == 0) interpret(command, lists, at, length);
      else runGenerated(command, lists, generated, at, length);
      at += length;
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class MapSums extends MapCommand {
  /** One for each chunk of each row. */
  sums: usize;
  rows: i32;
  length: i32;
  chunks: i32;
  divisor: f32;
}

/** `map` by a generated function that leaves the sum of what it has made in scratch memory. An item is a share of all chunks. */
export function mapSums(command: MapSums): void {
  const length = command.length;
  const chunks = command.chunks;
  const sums = command.sums;
  const divisor = command.divisor;
  const items = command.items;
  const all = command.rows * chunks;
  const generated = functionAt(command.generated);
  if (generated == 0) return;
  const lists = changetype<usize>(command) + offsetof<MapSums>();
  setUp(lists, command.constants, command.inputs);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, all, 1);
    for (let at = shareStart(item, items, all, 1); at < end; at++) {
      const row = at / chunks;
      const chunk = at - row * chunks;
      const first = shareStart(chunk, chunks, length, 4);
      const count = shareStart(chunk + 1, chunks, length, 4) - first;
      runGenerated(command, lists, generated, row * length + first, count);
      store<f32>(sums + (<usize>at << 2), load<f32>(scratch()) / divisor);
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

/** Makes the inputs ready for `count` elements; the address of the list that follows. */
function prepareInputs(command: MapCommand, lists: usize, at: i32, count: i32): usize {
  const constants = command.constants;
  const inputs = command.inputs;
  const base = scratch();
  let next = lists + <usize>constants * CONSTANT_BYTES;
  for (let index = 0; index < inputs; index++) next = prepareInput(base, constants + index, next, at, count);
  return next;
}

function runGenerated(command: MapCommand, lists: usize, generated: i32, at: i32, count: i32): void {
  const tensors = prepareInputs(command, lists, at, count);
  call_indirect<void>(generated, tensors, scratch(), at, count);
}

function interpret(command: MapCommand, lists: usize, at: i32, count: i32): void {
  const instructions = command.instructions;
  const masks = <usize>command.masks;
  const base = scratch();
  let next = prepareInputs(command, lists, at, count);
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
