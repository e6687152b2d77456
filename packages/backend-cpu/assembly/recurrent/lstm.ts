import { GateActivation, NR } from '../generated/layout';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { multiplyAdd } from '../runtime/simd';
import { Flag, Input } from '../runtime/command';
import { activateGates, gateGradient, loadLanes, storeLanes } from './gates';
import { Recurrence, groupsOf, isPresent, multiplyPart, placeOf, pointAtRows, rowBytes, sums, sumsBytes } from './recurrence';

/** What both directions know; gates are input, forget, cell, output. */
// @ts-ignore: decorator
@unmanaged
export class Lstm extends Recurrence {
  /** [3, units]: from the cell to input, forget and output gate. */
  peepholes: Input;
  inputActivation: i32;
  forgetActivation: i32;
  cellActivation: i32;
  outputActivation: i32;
  /** Whether cells stand beside the hidden states in what comes out. */
  givesCells: Flag;
}

// @ts-ignore: decorator
@unmanaged @final
export class LstmStep extends Lstm {
  z: Input;
  gates: usize;
  /** The cell before this step. */
  cell: Input;
  y: usize;
  /** The states before the next step, if there is one. */
  nextHidden: usize;
  nextCell: usize;
}

export function lstmStep(command: LstmStep): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) stepItem(command, step, row, rows, first, end);
  }
}

function stepItem(command: LstmStep, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const units = command.units;
  const to = sums();
  const part = sumsBytes(rows);
  pointAtRows(command, command.from + placeOf(command, 0, step, units), row, rows);
  for (let column = first; column < end; column += NR) {
    const width = min(NR, end - column);
    for (let gate = 0; gate < 4; gate++) {
      const start = command.z + placeOf(command, row, step, 4 * units) + (<usize>(gate * units + column) << 2);
      multiplyPart(command, gate, rows, column, width, start, rowBytes(command, 4 * units), to + <usize>gate * part);
    }
    const cell = command.cell + placeOf(command, row, step, units) + (<usize>column << 2);
    lookAtCells(command, cell, rows, column, width, to);
    activateGates(command.inputActivation, to, part);
    activateGates(command.forgetActivation, to + part, part);
    activateGates(command.cellActivation, to + 2 * part, part);
    renewCells(command, cell, rows, column, width, to);
    activateGates(command.outputActivation, to + 3 * part, part);
    activateGates(GateActivation.tanh, to + 4 * part, part);
    for (let at = 0; at < rows; at++) {
      storeRow(command, step, row + at, column, width, to + <usize>at * PANEL_ROW_BYTES, part);
    }
  }
}

/** Adds what input and forget gates see of the cells before the step. */
function lookAtCells(command: LstmStep, cell: usize, rows: i32, column: i32, width: i32, sum: usize): void {
  const part = sumsBytes(rows);
  const stride = rowBytes(command, command.units);
  const toInput = command.peepholes + (<usize>column << 2);
  const toForget = toInput + (<usize>command.units << 2);
  for (let end = sum + part; sum < end; sum += PANEL_ROW_BYTES, cell += stride) {
    for (let lane = 0; lane < width; lane += 4) {
      const at = <usize>lane << 2;
      const c = loadLanes(cell + at, width - lane);
      v128.store(sum + at, multiplyAdd(c, loadLanes(toInput + at, width - lane), v128.load(sum + at)));
      v128.store(sum + part + at, multiplyAdd(c, loadLanes(toForget + at, width - lane), v128.load(sum + part + at)));
    }
  }
}

/** The cells after the step, into the fifth part, and what output gates see of them. */
function renewCells(command: LstmStep, cell: usize, rows: i32, column: i32, width: i32, sum: usize): void {
  const part = sumsBytes(rows);
  const stride = rowBytes(command, command.units);
  const toOutput = command.peepholes + (<usize>(2 * command.units + column) << 2);
  for (let end = sum + part; sum < end; sum += PANEL_ROW_BYTES, cell += stride) {
    for (let lane = 0; lane < width; lane += 4) {
      const at = <usize>lane << 2;
      const c = newCell(sum + at, part, loadLanes(cell + at, width - lane));
      v128.store(sum + 4 * part + at, c);
      v128.store(sum + 3 * part + at, multiplyAdd(c, loadLanes(toOutput + at, width - lane), v128.load(sum + 3 * part + at)));
    }
  }
}

/** f c + i g, of gates that lie `part` bytes apart. */
// @ts-ignore: decorator
@inline
function newCell(gates: usize, part: usize, c: v128): v128 {
  return multiplyAdd(v128.load(gates), v128.load(gates + 2 * part), f32x4.mul(v128.load(gates + part), c));
}

function storeRow(command: LstmStep, step: i32, row: i32, column: i32, width: i32, sum: usize, part: usize): void {
  const units = <usize>command.units << 2;
  const place = <usize>column << 2;
  const outputs = command.givesCells ? 2 * command.units : command.units;
  const gates = command.gates + placeOf(command, row, step, 4 * command.units) + place;
  const y = command.y + placeOf(command, row, step, outputs) + place;
  const next = placeOf(command, row, step, command.units) + place;
  const before = command.from + next;
  const cell = command.cell + next;
  const hasNext = step + 1 < command.remaining;
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const at = <usize>lane << 2;
    let c = loadLanes(cell + at, count);
    let h: v128;
    if (present) {
      c = newCell(sum + at, part, c);
      h = f32x4.mul(v128.load(sum + 3 * part + at), v128.load(sum + 4 * part + at));
    } else {
      h = loadLanes(before + at, count);
    }
    for (let gate: usize = 0; gate < 4; gate++) {
      storeLanes(gates + gate * units + at, v128.load(sum + gate * part + at), count);
    }
    storeLanes(y + at, h, count);
    if (command.givesCells) storeLanes(y + units + at, c, count);
    if (hasNext) {
      storeLanes(command.nextHidden + next + at, h, count);
      storeLanes(command.nextCell + next + at, c, count);
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class LstmStepGrad extends Lstm {
  dy: Input;
  gates: Input;
  /** The cell before this step. */
  cell: Input;
  dz: usize;
  carry: usize;
  dcell: usize;
  clip: f32;
}

/** `from` is dz of the step after this one; `carry` and `dcell` are what else comes from there. */
export function lstmStepGrad(command: LstmStepGrad): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) gradItem(command, step, row, rows, first, end);
  }
}

function gradItem(command: LstmStepGrad, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const carryStride = <usize>command.units << 2;
  const to = sums();
  const part = sumsBytes(rows);
  const from = step == 0 ? command.from : command.dz + placeOf(command, 0, step - 1, command.fromSize);
  if (from != 0) pointAtRows(command, from, row, rows);
  for (let column = first; column < end; column += NR) {
    const width = min(NR, end - column);
    const start = command.carry + <usize>row * carryStride + (<usize>column << 2);
    if (from != 0) multiplyPart(command, 0, rows, column, width, start, carryStride, to);
    squashCells(command, step, row, rows, column, width, to + part);
    for (let at = 0; at < rows; at++) {
      const sum = to + <usize>at * PANEL_ROW_BYTES;
      gradRow(command, step, row + at, column, width, from == 0 ? 0 : sum, sum + part);
    }
  }
}

/** tanh of the cells after the step, once more. */
function squashCells(command: LstmStepGrad, step: i32, row: i32, rows: i32, column: i32, width: i32, to: usize): void {
  const units = <usize>command.units << 2;
  const place = <usize>column << 2;
  for (let at = 0; at < rows; at++) {
    const gates = command.gates + placeOf(command, row + at, step, 4 * command.units) + place;
    const cell = command.cell + placeOf(command, row + at, step, command.units) + place;
    for (let lane = 0; lane < width; lane += 4) {
      const count = width - lane;
      const offset = <usize>lane << 2;
      const i = loadLanes(gates + offset, count);
      const f = loadLanes(gates + units + offset, count);
      const g = loadLanes(gates + 2 * units + offset, count);
      const kept = f32x4.mul(f, loadLanes(cell + offset, count));
      v128.store(to + <usize>at * PANEL_ROW_BYTES + offset, multiplyAdd(i, g, kept));
    }
  }
  activateGates(GateActivation.tanh, to, sumsBytes(rows));
}

/** `sum` is 0 where no step comes after this one; `squashed` is tanh of the cells after it. */
function gradRow(
  command: LstmStepGrad, step: i32, row: i32, column: i32, width: i32, sum: usize, squashed: usize,
): void {
  const units = <usize>command.units << 2;
  const place = <usize>column << 2;
  const outputs = command.givesCells ? 2 * command.units : command.units;
  const atGates = placeOf(command, row, step, 4 * command.units) + place;
  const dy = command.dy + placeOf(command, row, step, outputs) + place;
  const cell = command.cell + placeOf(command, row, step, command.units) + place;
  const carry = command.carry + <usize>row * units + place;
  const dcell = command.dcell + <usize>row * units + place;
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  const zero = f32x4.splat(0);
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const at = <usize>lane << 2;
    let dh = loadLanes(dy + at, count);
    if (sum != 0) dh = f32x4.add(v128.load(sum + at), dh);
    let dc = sum == 0 ? zero : loadLanes(dcell + at, count);
    if (command.givesCells) dc = f32x4.add(dc, loadLanes(dy + units + at, count));
    const dz = command.dz + atGates + at;
    if (present) {
      const t = v128.load(squashed + at);
      dc = gradLanes(command, dh, dc, t, command.gates + atGates + at, cell + at, command.peepholes + place + at, dz, count);
      dh = zero;
    } else {
      for (let gate: usize = 0; gate < 4; gate++) storeLanes(dz + gate * units, zero, count);
    }
    storeLanes(carry + at, dh, count);
    storeLanes(dcell + at, dc, count);
  }
}

/** @param t tanh of the cell after the step @returns the gradient of the cell before it */
// @ts-ignore: decorator
@inline
function gradLanes(
  command: LstmStepGrad, dh: v128, dc: v128, t: v128, gates: usize, cell: usize, peepholes: usize, dz: usize, count: i32,
): v128 {
  const units = <usize>command.units << 2;
  const one = f32x4.splat(1);
  const i = loadLanes(gates, count);
  const f = loadLanes(gates + units, count);
  const g = loadLanes(gates + 2 * units, count);
  const o = loadLanes(gates + 3 * units, count);
  const c = loadLanes(cell, count);
  const dzo = gateGradient(command.outputActivation, f32x4.mul(dh, t), o, command.clip);
  const straight = f32x4.add(dc, f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(t, t))));
  const all = multiplyAdd(dzo, loadLanes(peepholes + 2 * units, count), straight);
  const dzi = gateGradient(command.inputActivation, f32x4.mul(all, g), i, command.clip);
  const dzf = gateGradient(command.forgetActivation, f32x4.mul(all, c), f, command.clip);
  const dzg = gateGradient(command.cellActivation, f32x4.mul(all, i), g, command.clip);
  storeLanes(dz, dzi, count);
  storeLanes(dz + units, dzf, count);
  storeLanes(dz + 2 * units, dzg, count);
  storeLanes(dz + 3 * units, dzo, count);
  const seen = multiplyAdd(dzi, loadLanes(peepholes, count), f32x4.mul(dzf, loadLanes(peepholes + units, count)));
  return multiplyAdd(all, f, seen);
}
