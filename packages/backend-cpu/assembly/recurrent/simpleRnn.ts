import { NR } from '../generated/layout';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { Input } from '../runtime/command';
import { activateGates, gateGradient, loadLanes, storeLanes } from './gates';
import { Recurrence, groupsOf, isPresent, multiplyPart, placeOf, pointAtRows, rowBytes, sums, sumsBytes } from './recurrence';

// @ts-ignore: decorator
@unmanaged @final
export class SimpleRnnStep extends Recurrence {
  z: Input;
  gates: usize;
  y: usize;
  /** The state before the next step, if there is one. */
  nextHidden: usize;
  activation: i32;
}

/** y = activation(z + h·U). */
export function simpleRnnStep(command: SimpleRnnStep): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) stepItem(command, step, row, rows, first, end);
  }
}

function stepItem(command: SimpleRnnStep, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const units = command.units;
  const to = sums();
  pointAtRows(command, command.from + placeOf(command, 0, step, units), row, rows);
  for (let column = first; column < end; column += NR) {
    const width = min(NR, end - column);
    const start = command.z + placeOf(command, row, step, units) + (<usize>column << 2);
    multiplyPart(command, 0, rows, column, width, start, rowBytes(command, units), to);
    activateGates(command.activation, to, sumsBytes(rows));
    for (let at = 0; at < rows; at++) stepRow(command, step, row + at, column, width, to + <usize>at * PANEL_ROW_BYTES);
  }
}

function stepRow(command: SimpleRnnStep, step: i32, row: i32, column: i32, width: i32, sum: usize): void {
  const at = placeOf(command, row, step, command.units) + (<usize>column << 2);
  const before = command.from + at;
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  const hasNext = step + 1 < command.remaining;
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const offset = <usize>lane << 2;
    const gate = v128.load(sum + offset);
    const state = present ? gate : loadLanes(before + offset, count);
    storeLanes(command.gates + at + offset, gate, count);
    storeLanes(command.y + at + offset, state, count);
    if (hasNext) storeLanes(command.nextHidden + at + offset, state, count);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class SimpleRnnStepGrad extends Recurrence {
  dy: Input;
  gates: Input;
  dz: usize;
  carry: usize;
  activation: i32;
  clip: f32;
}

/** `from` is dz of the step after this one; `carry` what comes from there past padding. */
export function simpleRnnStepGrad(command: SimpleRnnStepGrad): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) gradItem(command, step, row, rows, first, end);
  }
}

function gradItem(command: SimpleRnnStepGrad, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const carryStride = <usize>command.units << 2;
  const to = sums();
  const from = step == 0 ? command.from : command.dz + placeOf(command, 0, step - 1, command.fromSize);
  if (from != 0) pointAtRows(command, from, row, rows);
  for (let column = first; column < end; column += NR) {
    const width = min(NR, end - column);
    const start = command.carry + <usize>row * carryStride + (<usize>column << 2);
    if (from != 0) multiplyPart(command, 0, rows, column, width, start, carryStride, to);
    for (let at = 0; at < rows; at++) {
      gradRow(command, step, row + at, column, width, from == 0 ? 0 : to + <usize>at * PANEL_ROW_BYTES);
    }
  }
}

/** `sum` is 0 where no step comes after this one. */
function gradRow(command: SimpleRnnStepGrad, step: i32, row: i32, column: i32, width: i32, sum: usize): void {
  const at = placeOf(command, row, step, command.units) + (<usize>column << 2);
  const carry = command.carry + ((<usize>row * <usize>command.units + <usize>column) << 2);
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  const zero = f32x4.splat(0);
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const offset = <usize>lane << 2;
    let dh = loadLanes(command.dy + at + offset, count);
    if (sum != 0) dh = f32x4.add(v128.load(sum + offset), dh);
    const gate = loadLanes(command.gates + at + offset, count);
    const dz = present ? gateGradient(command.activation, dh, gate, command.clip) : zero;
    storeLanes(command.dz + at + offset, dz, count);
    storeLanes(carry + offset, present ? zero : dh, count);
  }
}
