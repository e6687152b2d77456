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

/** The sizes of sequences. */
export interface Extent {
  readonly rows: number;
  readonly steps: number;
  readonly units: number;
  /** Gates of a unit. */
  readonly gates: number;
}

/** How the work of a step is shared. */
export interface Share extends Pick<launch.Recurrence, 'rowsPerItem' | 'unitsPerItem'> {
  readonly items: number;
  readonly nanoseconds: number;
}

/** Shares a step in which each unit of each row takes this many multiplications. */
export function shareOf(engine: CpuEngine, { rows, units, gates }: Extent, multiplications: number): Share {
  const { MR, NR } = engine.runtime!.blocking;
  const blocks = Math.ceil(rows / MOST_RECURRENT_ROWS);
  const rowsPerItem = Math.min(MOST_RECURRENT_ROWS, Math.ceil(Math.ceil(rows / blocks) / MR) * MR);
  const perUnit = multiplications * NANOSECONDS_PER_MULTIPLY_ADD + gates * NANOSECONDS_PER_GATE;
  const panels = Math.ceil(units / NR);
  const wanted = Math.ceil(NANOSECONDS_PER_ITEM / (Math.min(rows, rowsPerItem) * NR * perUnit));
  const panelsPerItem = Math.min(panels, wanted);
  return {
    rowsPerItem,
    unitsPerItem: panelsPerItem * NR,
    items: Math.ceil(rows / rowsPerItem) * Math.ceil(panels / panelsPerItem),
    nanoseconds: rows * units * perUnit,
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

/** The steps in their order, each with the one after it, if there is one. */
export function stepPairs(steps: number, backwards: boolean): { step: number; next: number | undefined }[] {
  const order = Array.from({ length: steps }, (_, index) => (backwards ? steps - 1 - index : index));
  return order.map((step, index) => ({ step, next: order[index + 1] }));
}

/** The codes of gates' activations. */
export function activationCodes({ activations }: RecurrenceAttrs): number[] {
  return activations.map((activation) => gateActivation[activation]);
}
