import { DataError } from '@neutype/errors';
import { MAP_ENTRIES, MAP_ENTRY_BYTES } from '../generated/layout.js';
import type {
  MapDimension,
  MapOperand,
  MapProgram,
  NumberOperand,
  ScalarOperand,
  TensorOperand,
} from './program.js';

/** What constants, inputs and registers may take of each thread's scratch memory. */
export const MAP_SCRATCH_BYTES = 40_960;
/** What a strip's registers take together: most of the smallest first-level cache there is, 32 KiB. */
const REGISTER_BYTES = 24_576;
/** Behind each register: room for vectors that write past its end; and no two begin at the same place of a page. */
const GAP_BYTES = 64;
/** What strips and items begin at multiples of, unless rows say otherwise: a cache line. */
const GRAIN = 16;
/** Rows from this length on are strips of their own, in which a broadcast tensor is read where it lies. */
const LONG_ROW = 512;
export const MOST_INSTRUCTIONS = 128;
export const MOST_REGISTERS = 32;
export const MOST_PREPARED_OPERANDS = 64;
/** For programs that keep nothing in registers. */
const NO_LIMIT = 2 ** 30;

/** An operand that is prepared strip by strip. */
export interface MapInput {
  readonly operand: TensorOperand | ScalarOperand;
  readonly dimensions: readonly MapDimension[];
  /** Whether all strips begin with the same element of it. */
  readonly isSteady: boolean;
  /** Of its register in scratch memory; 0 where it needs none. */
  readonly offset: number;
}

/** How the kernel goes through a program, and where in scratch memory things lie. */
export interface MapLayout {
  readonly strip: number;
  readonly row: number;
  readonly grain: number;
  readonly constants: readonly (NumberOperand | ScalarOperand)[];
  readonly inputs: readonly MapInput[];
  /** Offsets of the entries of constants and inputs. */
  readonly entries: ReadonlyMap<MapOperand, number>;
  /** Offsets of registers, by number. */
  readonly registers: readonly number[];
  /** Offset of the strip in which conditions wait to become bytes. */
  readonly masks: number;
}

interface Prepared {
  readonly operand: TensorOperand | ScalarOperand;
  readonly dimensions: readonly MapDimension[];
}

/** How strips follow each other, and for which inputs they need registers. */
interface Course {
  readonly strip: number;
  readonly row: number;
  readonly grain: number;
  readonly steady: readonly Prepared[];
  readonly expanded: readonly Prepared[];
}

/** @throws DataError for a program of more instructions, operands or registers than the kernel has room for */
export function layOut(program: MapProgram): MapLayout {
  const { constants, prepared } = operandsOf(program);
  const registers = countRegisters(program);
  checkRoom(program.instructions.length, registers, constants.length + prepared.length);
  const makesBytes = program.instructions.some(({ to }) => to.kind === 'tensor' && to.dtype === 'bool');
  const { strip, row, grain, steady, expanded } = courseOf(prepared, registers + Number(makesBytes));
  const first = MAP_ENTRIES + (constants.length + prepared.length) * MAP_ENTRY_BYTES;
  const registerBytes = (Math.min(strip, REGISTER_BYTES) + GRAIN) * 4 + GAP_BYTES;
  const offsetOf = (register: number) => first + register * registerBytes;
  const operands = [...constants, ...prepared.map(({ operand }) => operand)];
  return {
    strip,
    row,
    grain,
    constants,
    inputs: prepared.map((input) => ({
      ...input,
      isSteady: steady.includes(input),
      offset: offsetOf(registers + 1 + Math.max(0, expanded.indexOf(input))),
    })),
    entries: new Map(operands.map((operand, index) => [operand, MAP_ENTRIES + index * MAP_ENTRY_BYTES])),
    registers: Array.from({ length: registers }, (_, register) => offsetOf(register)),
    masks: offsetOf(registers),
  };
}

/** What needs an entry. The only element of a program of one is read where it lies: an earlier instruction may write it. */
function operandsOf({ size, instructions }: MapProgram) {
  const constants = new Set<NumberOperand | ScalarOperand>();
  const prepared = new Map<MapOperand, Prepared>();
  for (const operand of instructions.flatMap(({ operands }) => operands)) {
    if (operand.kind === 'number') constants.add(operand);
    else if (operand.kind === 'scalar' && operand.dtype !== 'bool' && size > 1) constants.add(operand);
    const dimensions = preparedDimensions(operand, size);
    if (dimensions !== undefined)
      prepared.set(operand, { operand: operand as Prepared['operand'], dimensions });
  }
  return { constants: [...constants], prepared: [...prepared.values()] };
}

function preparedDimensions(operand: MapOperand, size: number): readonly MapDimension[] | undefined {
  if (operand.kind === 'scalar' && operand.dtype === 'bool') return [{ length: size, stride: 0 }];
  if (operand.kind !== 'tensor') return undefined;
  return operand.dimensions ?? (operand.dtype === 'bool' ? [{ length: size, stride: 1 }] : undefined);
}

function countRegisters({ instructions }: MapProgram): number {
  let count = 0;
  for (const { to } of instructions) if (to.kind === 'register') count = Math.max(count, to.register + 1);
  return count;
}

function checkRoom(instructions: number, registers: number, operands: number): void {
  const fits =
    instructions <= MOST_INSTRUCTIONS && registers <= MOST_REGISTERS && operands <= MOST_PREPARED_OPERANDS;
  if (fits) return;
  throw new DataError({
    where: 'an element-wise program of the CPU engine',
    expected: `at most ${MOST_INSTRUCTIONS} instructions, ${MOST_REGISTERS} registers and ${MOST_PREPARED_OPERANDS} operands that are no plain tensors`,
    received: `${instructions} instructions, ${registers} registers and ${operands} such operands`,
  });
}

/**
 * A tensor that is broadcast over leading dimensions is expanded once, if its period fits into a strip and all strips begin
 * with it. One with long rows is read where it lies, by strips that cross none. Others are expanded for each strip.
 */
function courseOf(prepared: readonly Prepared[], registers: number): Course {
  const broadcast = prepared.filter(({ dimensions }) => dimensions.length > 1);
  const bytes = prepared.filter(isWidened);
  const least = longestStrip(registers + bytes.length + broadcast.length);
  const short = broadcast.filter((input) => periodOf(input) <= least);
  const others = broadcast.filter((input) => !short.includes(input));
  const shortestRow = Math.min(...others.map(({ dimensions }) => dimensions[0]!.length));
  const row = others.length > 0 && shortestRow >= LONG_ROW ? shortestRow : 0;
  const steady = short.filter((input) => row % periodOf(input) === 0);
  const inPlace =
    row === 0
      ? []
      : broadcast.filter((input) => !steady.includes(input) && input.dimensions[0]!.length >= row);
  const expanded = [...new Set([...bytes, ...broadcast])].filter(
    (input) => !inPlace.includes(input) || bytes.includes(input),
  );
  const period = Math.max(1, ...steady.map(periodOf));
  const most = longestStrip(registers + expanded.length);
  return {
    strip: steady.length === 0 ? most : Math.floor(most / period) * period,
    row,
    grain: steady.length === 0 ? GRAIN : Math.ceil(GRAIN / period) * period,
    steady,
    expanded,
  };
}

/** Bytes that become lanes, and are not one byte for a whole row. */
function isWidened({ operand, dimensions }: Prepared): boolean {
  return operand.dtype === 'bool' && (dimensions.length > 1 || dimensions[0]!.stride !== 0);
}

/** After how many elements the tensor begins anew; infinite where it never does. */
function periodOf({ dimensions }: Prepared): number {
  if (dimensions.at(-1)!.stride !== 0) return Number.POSITIVE_INFINITY;
  return dimensions.slice(0, -1).reduce((period, { length }) => period * length, 1);
}

function longestStrip(registers: number): number {
  if (registers === 0) return NO_LIMIT;
  return Math.floor(REGISTER_BYTES / 4 / registers / GRAIN) * GRAIN;
}
