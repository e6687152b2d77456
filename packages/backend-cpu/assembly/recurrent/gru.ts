import { NR } from '../generated/layout';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { multiplyAdd } from '../runtime/simd';
import { Flag, Input } from '../runtime/command';
import { activateGates, gateGradient, loadLanes, storeLanes } from './gates';
import {
  Recurrence, groupsOf, isPresent, multiplyAlone, multiplyPart, placeOf, pointAtRows, rowBytes, sums, sumsBytes,
} from './recurrence';

/** What both directions know; gates are reset, update, hidden. */
// @ts-ignore: decorator
@unmanaged
export class Gru extends Recurrence {
  resetActivation: i32;
  updateActivation: i32;
  hiddenActivation: i32;
  /** Whether the update gate is the share of the state that is kept. */
  keeps: Flag;
}

// @ts-ignore: decorator
@unmanaged @final
export class GruStep extends Gru {
  z: Input;
  /** [3, units] */
  hiddenBias: Input;
  gates: usize;
  products: usize;
  y: usize;
  /** The state before the next step, if there is one. */
  nextHidden: usize;
}

export function gruStep(command: GruStep): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) stepItem(command, step, row, rows, first, end);
  }
}

function stepItem(command: GruStep, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const units = command.units;
  const to = sums();
  const part = sumsBytes(rows);
  const z = command.z + placeOf(command, row, step, 3 * units);
  const stride = rowBytes(command, 3 * units);
  pointAtRows(command, command.from + placeOf(command, 0, step, units), row, rows);
  for (let column = first; column < end; column += NR) {
    const width = min(NR, end - column);
    for (let gate = 0; gate < 2; gate++) {
      const start = z + (<usize>(gate * units + column) << 2);
      multiplyPart(command, gate, rows, column, width, start, stride, to + <usize>gate * part);
    }
    multiplyAlone(command, 2, rows, column, width, to + 2 * part);
    for (let gate: usize = 0; gate < 3; gate++) {
      addBias(command.hiddenBias + (<usize>column << 2) + gate * (<usize>units << 2), width, to + gate * part, part);
    }
    activateGates(command.resetActivation, to, part);
    activateGates(command.updateActivation, to + part, part);
    proposeStates(z + (<usize>(2 * units + column) << 2), stride, rows, width, to);
    activateGates(command.hiddenActivation, to + 3 * part, part);
    for (let at = 0; at < rows; at++) {
      storeRow(command, step, row + at, column, width, to + <usize>at * PANEL_ROW_BYTES, part);
    }
  }
}

function addBias(bias: usize, width: i32, sum: usize, bytes: usize): void {
  for (let end = sum + bytes; sum < end; sum += PANEL_ROW_BYTES) {
    for (let lane = 0; lane < width; lane += 4) {
      const at = <usize>lane << 2;
      v128.store(sum + at, f32x4.add(v128.load(sum + at), loadLanes(bias + at, width - lane)));
    }
  }
}

/** What goes into the activation of new states, into the fourth part. */
function proposeStates(z: usize, stride: usize, rows: i32, width: i32, sum: usize): void {
  const part = sumsBytes(rows);
  for (let end = sum + part; sum < end; sum += PANEL_ROW_BYTES, z += stride) {
    for (let lane = 0; lane < width; lane += 4) {
      const at = <usize>lane << 2;
      const q = v128.load(sum + 2 * part + at);
      v128.store(sum + 3 * part + at, multiplyAdd(v128.load(sum + at), q, loadLanes(z + at, width - lane)));
    }
  }
}

function storeRow(command: GruStep, step: i32, row: i32, column: i32, width: i32, sum: usize, part: usize): void {
  const units = <usize>command.units << 2;
  const place = <usize>column << 2;
  const gates = command.gates + placeOf(command, row, step, 3 * command.units) + place;
  const atUnits = placeOf(command, row, step, command.units) + place;
  const before = command.from + atUnits;
  const hasNext = step + 1 < command.remaining;
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const at = <usize>lane << 2;
    const state = loadLanes(before + at, count);
    const u = v128.load(sum + part + at);
    const candidate = v128.load(sum + 3 * part + at);
    const next = command.keeps
      ? multiplyAdd(u, f32x4.sub(state, candidate), candidate)
      : multiplyAdd(u, f32x4.sub(candidate, state), state);
    const h = present ? next : state;
    storeLanes(gates + at, v128.load(sum + at), count);
    storeLanes(gates + units + at, u, count);
    storeLanes(gates + 2 * units + at, candidate, count);
    storeLanes(command.products + atUnits + at, v128.load(sum + 2 * part + at), count);
    storeLanes(command.y + atUnits + at, h, count);
    if (hasNext) storeLanes(command.nextHidden + atUnits + at, h, count);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class GruStepGrad extends Gru {
  dy: Input;
  gates: Input;
  products: Input;
  /** The state before this step. */
  state: Input;
  dz: usize;
  dproducts: usize;
  carry: usize;
  clip: f32;
}

/** `from` is the gradient of the products of the step after this one; `carry` is what else comes from there. */
export function gruStepGrad(command: GruStepGrad): void {
  const groups = groupsOf(command);
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = (item / groups) * command.rowsPerItem;
    const rows = min(command.rowsPerItem, command.rows - row);
    const first = (item % groups) * command.unitsPerItem;
    const end = min(command.units, first + command.unitsPerItem);
    for (let step = 0; step < command.count; step++) gradItem(command, step, row, rows, first, end);
  }
}

function gradItem(command: GruStepGrad, step: i32, row: i32, rows: i32, first: i32, end: i32): void {
  const carryStride = <usize>command.units << 2;
  const to = sums();
  const from = step == 0 ? command.from : command.dproducts + placeOf(command, 0, step - 1, command.fromSize);
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
function gradRow(command: GruStepGrad, step: i32, row: i32, column: i32, width: i32, sum: usize): void {
  const units = <usize>command.units << 2;
  const place = <usize>column << 2;
  const atGates = placeOf(command, row, step, 3 * command.units) + place;
  const atUnits = placeOf(command, row, step, command.units) + place;
  const carry = command.carry + <usize>row * units + place;
  const present = isPresent(command.mask + placeOf(command, row, step, 1));
  const zero = f32x4.splat(0);
  for (let lane = 0; lane < width; lane += 4) {
    const count = width - lane;
    const at = <usize>lane << 2;
    let dh = loadLanes(command.dy + atUnits + at, count);
    if (sum != 0) dh = f32x4.add(v128.load(sum + at), dh);
    if (present) dh = gradLanes(command, dh, atGates + at, atUnits + at, count);
    else {
      for (let gate: usize = 0; gate < 3; gate++) {
        storeLanes(command.dz + atGates + gate * units + at, zero, count);
        storeLanes(command.dproducts + atGates + gate * units + at, zero, count);
      }
    }
    storeLanes(carry + at, dh, count);
  }
}

/** @returns the gradient of the state before the step, but for what goes through the product */
// @ts-ignore: decorator
@inline
function gradLanes(command: GruStepGrad, dh: v128, atGates: usize, atUnits: usize, count: i32): v128 {
  const units = <usize>command.units << 2;
  const one = f32x4.splat(1);
  const gates = command.gates + atGates;
  const r = loadLanes(gates, count);
  const u = loadLanes(gates + units, count);
  const candidate = loadLanes(gates + 2 * units, count);
  const change = f32x4.sub(candidate, loadLanes(command.state + atUnits, count));
  const replaced = command.keeps ? f32x4.sub(one, u) : u;
  const du = f32x4.mul(dh, command.keeps ? f32x4.neg(change) : change);
  const dzh = gateGradient(command.hiddenActivation, f32x4.mul(dh, replaced), candidate, command.clip);
  const dzu = gateGradient(command.updateActivation, du, u, command.clip);
  const q = loadLanes(command.products + atUnits, count);
  const dzr = gateGradient(command.resetActivation, f32x4.mul(dzh, q), r, command.clip);
  const dz = command.dz + atGates;
  const dproducts = command.dproducts + atGates;
  storeLanes(dz, dzr, count);
  storeLanes(dz + units, dzu, count);
  storeLanes(dz + 2 * units, dzh, count);
  storeLanes(dproducts, dzr, count);
  storeLanes(dproducts + units, dzu, count);
  storeLanes(dproducts + 2 * units, f32x4.mul(dzh, r), count);
  return f32x4.mul(dh, f32x4.sub(one, replaced));
}
