import type { RecurrenceAttrs } from '@neutype/core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import * as launch from '../../generated/launch.js';
import {
  gateActivation,
  MOST_RECURRENT_ROWS,
  RECURRENT_PARTS,
  ROW_TABLE_BYTES,
} from '../../generated/layout.js';
import type { Block } from '../../memory/block.js';
import { launchCopy, planCopy } from '../layout/copy.js';
import { NANOSECONDS_PER_MULTIPLY_ADD } from '../matmul/gemm.js';

const NANOSECONDS_PER_ITEM = 15_000;
/** Of one gate of one unit. */
const NANOSECONDS_PER_GATE = 2;
const NANOSECONDS_PER_PACKED_ELEMENT = 0.2;
/** Rows of an item that goes through steps by itself: enough for each panel of weights, few enough to share. */
const MOST_ROWS_APART = 24;
const FEWEST_ROWS_APART = 12;
const MOST_BYTES_OF_WEIGHTS_APART = 1.5 * 2 ** 20;
const MOST_NANOSECONDS_PER_ITEM = 4_000_000;

/** The sizes of sequences. */
export interface Extent {
  readonly rows: number;
  readonly steps: number;
  readonly units: number;
  /** Gates of a unit. */
  readonly gates: number;
}

/** How the work of all steps is shared. */
export interface Share extends Pick<launch.Recurrence, 'rowsPerItem' | 'unitsPerItem'> {
  readonly items: number;
  readonly stepsPerCommand: number;
  readonly nanosecondsPerStep: number;
}

/**
 * Shares steps in which each unit of each row takes this many multiplications. Rows do not know of each other: with enough
 * of them for all threads, and weights that stay in the second-level cache, an item is all units of a few rows, and goes
 * through many steps without waiting for anybody. Else it is a few units of many rows, and one step a command.
 */
export function shareOf(engine: CpuEngine, extent: Extent, multiplications: number): Share {
  const { rows, units, gates } = extent;
  const { blocking, pool } = engine.runtime!;
  const perUnit = multiplications * NANOSECONDS_PER_MULTIPLY_ADD + gates * NANOSECONDS_PER_GATE;
  const nanosecondsPerStep = rows * units * perUnit;
  const isApart =
    rows >= FEWEST_ROWS_APART * pool.threads && packedBytes(engine, extent) <= MOST_BYTES_OF_WEIGHTS_APART;
  if (isApart) {
    const blocks = Math.ceil(rows / (MOST_ROWS_APART * pool.threads)) * pool.threads;
    const rowsPerItem = Math.ceil(rows / blocks);
    const perItem = rowsPerItem * units * perUnit;
    return {
      rowsPerItem,
      unitsPerItem: Math.ceil(units / blocking.NR) * blocking.NR,
      items: Math.ceil(rows / rowsPerItem),
      stepsPerCommand: Math.max(1, Math.floor(MOST_NANOSECONDS_PER_ITEM / perItem)),
      nanosecondsPerStep,
    };
  }
  const { MR, NR } = blocking;
  const blocks = Math.ceil(rows / MOST_RECURRENT_ROWS);
  const rowsPerItem = Math.min(MOST_RECURRENT_ROWS, Math.ceil(Math.ceil(rows / blocks) / MR) * MR);
  const panels = Math.ceil(units / NR);
  const wanted = Math.ceil(NANOSECONDS_PER_ITEM / (Math.min(rows, rowsPerItem) * NR * perUnit));
  const panelsPerItem = Math.min(panels, wanted);
  return {
    rowsPerItem,
    unitsPerItem: panelsPerItem * NR,
    items: Math.ceil(rows / rowsPerItem) * Math.ceil(panels / panelsPerItem),
    stepsPerCommand: 1,
    nanosecondsPerStep,
  };
}

/** Sees to it that every thread has room for the sums of a step; before any address is taken. */
export function reserveSums(engine: CpuEngine): void {
  const { NR, edgeBytes } = engine.runtime!.blocking;
  engine.reserveScratch(ROW_TABLE_BYTES + edgeBytes + RECURRENT_PARTS * MOST_RECURRENT_ROWS * NR * 4);
}

/** Bytes that `packGates` or `packTransposed` fills. */
export function packedBytes(engine: CpuEngine, { units, gates }: Extent): number {
  const { NR } = engine.runtime!.blocking;
  return Math.ceil(units / NR) * NR * units * gates * 4;
}

/** The recurrent weights, [units, gates · units], as one matrix of panels for each gate. */
export function packGates(engine: CpuEngine, weight: number, extent: Extent, packed: Block): void {
  const { units, gates } = extent;
  const bytes = packedBytes(engine, extent) / gates;
  for (let gate = 0; gate < gates; gate++) {
    launchPacking(engine, {
      b: weight + gate * units * 4,
      packed: packed.address + gate * bytes,
      k: units,
      n: units,
      ldb: gates * units,
      transposeB: false,
    });
  }
}

/** The same weights turned, [gates · units, units], as one matrix. */
export function packTransposed(engine: CpuEngine, weight: number, extent: Extent, packed: Block): void {
  const { units, gates } = extent;
  launchPacking(engine, {
    b: weight,
    packed: packed.address,
    k: gates * units,
    n: units,
    ldb: gates * units,
    transposeB: true,
  });
}

function launchPacking(engine: CpuEngine, given: Omit<launch.PackColumns, 'columnsPerItem'>): void {
  const { NC } = engine.runtime!.blocking;
  launch
    .packColumns(engine, { ...given, columnsPerItem: NC })
    .run(Math.ceil(given.n / NC), given.n * given.k * NANOSECONDS_PER_PACKED_ELEMENT);
}

/** The initial state, [rows, units], to where the first step finds it, [rows, steps, units]. */
export function placeInitial(
  engine: CpuEngine,
  { rows, steps, units }: Extent,
  from: number,
  to: number,
): void {
  const plan = planCopy(
    [
      { length: rows, from: units, to: steps * units },
      { length: units, from: 1, to: 1 },
    ],
    4,
  );
  launchCopy(engine, plan!, from, to);
}

/** Steps that one command does. */
export interface Stretch {
  /** The first of them. */
  readonly step: number;
  /** The one that was done before it, if there is one. */
  readonly last: number | undefined;
  readonly fields: Pick<launch.Recurrence, 'count' | 'remaining' | 'direction'>;
}

/** All steps in their order, a stretch for each command. */
export function stretchesOf(steps: number, backwards: boolean, stepsPerCommand: number): Stretch[] {
  const direction = backwards ? -1 : 1;
  const first = backwards ? steps - 1 : 0;
  return Array.from({ length: Math.ceil(steps / stepsPerCommand) }, (_, index) => {
    const done = index * stepsPerCommand;
    const remaining = steps - done;
    const step = first + direction * done;
    return {
      step,
      last: done === 0 ? undefined : step - direction,
      fields: { count: Math.min(stepsPerCommand, remaining), remaining, direction },
    };
  });
}

/** Where the first row's step is in what has `size` elements a step. */
export function placeOf(address: number, step: number, size: number): number {
  return address + step * size * 4;
}

/** What a command multiplies in its first step, rows of `size` elements, and with what. */
export interface Factors {
  readonly from: number;
  readonly size: number;
  readonly packed: Block;
  readonly mask: number;
}

/** What the commands of all recurrences are told of a stretch. */
export function commandOf(
  { rows, units, steps }: Extent,
  { rowsPerItem, unitsPerItem }: Share,
  { step, fields }: Stretch,
  { from, size, packed, mask }: Factors,
): launch.Recurrence {
  return {
    ...{ from, fromSize: size, packed: packed.address, k: size },
    ...{ mask: placeOf(mask, step, 1), rows, units, steps, ...fields, rowsPerItem, unitsPerItem },
  };
}

/** The step whose states a stretch leaves behind: the one after it, or its own at the end. */
export function nextOf({ step, fields: { remaining, direction } }: Stretch): number {
  return remaining > 1 ? step + direction : step;
}

/** The codes of gates' activations. */
export function activationCodes({ activations }: RecurrenceAttrs): number[] {
  return activations.map((activation) => gateActivation[activation]);
}
