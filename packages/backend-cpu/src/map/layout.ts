import { DataError } from '@neutype/errors';
import { MAP_ENTRIES, MAP_ENTRY_BYTES } from '../generated/layout.js';
import type {
  MapDimension,
  MapInstruction,
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
/** Tensors that a strip of a program without registers is thought to go through. */
const STREAMS = 3;
/** Rows from this length on are strips of their own, in which a broadcast tensor is read where it lies. */
const LONG_ROW = 256;
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
  isSteady: boolean;
  /** Whether it takes a register. */
  isExpanded: boolean;
  /** Of its register in scratch memory. */
  offset: number;
}

/** How the kernel goes through a program, and where in scratch memory things lie. */
export interface MapLayout {
  readonly strip: number;
  /** What no strip crosses; 0 for nothing. */
  readonly row: number;
  readonly grain: number;
  /** These have the first entries in scratch memory, the inputs those behind. */
  readonly constants: readonly (NumberOperand | ScalarOperand)[];
  readonly inputs: readonly MapInput[];
  /** Offsets of registers: of the first one, and from one to the next. */
  readonly registers: number;
  readonly registerBytes: number;
  /** Offset of the strip in which conditions wait to become bytes. */
  readonly masks: number;
  /** What generated code reads and writes where it lies. */
  readonly tensors: readonly PlainTensor[];
}

/** A tensor of as many elements as the program has. */
type PlainTensor = Pick<TensorOperand, 'address' | 'dtype'>;

/** Who runs a program. Generated code has registers of its own, and reads conditions from where they are. */
type Executor = 'interpreter' | 'code';

/** @throws DataError for a program of more instructions, operands or registers than the kernel has room for */
export function layOut(program: MapProgram, executor: Executor = 'interpreter'): MapLayout {
  const isInterpreted = executor === 'interpreter';
  const { constants, inputs } = operandsOf(program, isInterpreted);
  const kept = isInterpreted ? countRegisters(program) : 0;
  checkRoom(program.instructions.length, kept, constants.length + inputs.length);
  const masked = kept + Number(isInterpreted && program.instructions.some(makesBytes));
  // What one instruction writes to memory the next one reads: a strip stays in the cache in any case.
  const strips = Math.max(masked, isInterpreted && program.instructions.length > 1 ? STREAMS : 0);
  const course = inputs.length === 0 ? plainCourse(strips) : courseOf(inputs, strips);
  const registers = MAP_ENTRIES + (constants.length + inputs.length) * MAP_ENTRY_BYTES;
  const registerBytes = (Math.min(course.strip, REGISTER_BYTES) + GRAIN) * 4 + GAP_BYTES;
  let next = registers + masked * registerBytes;
  for (const input of inputs) {
    if (!input.isExpanded) continue;
    input.offset = next;
    next += registerBytes;
  }
  // No spread of `course`: it would take longer than a small kernel.
  return {
    strip: course.strip,
    row: course.row,
    grain: course.grain,
    constants,
    inputs,
    registers,
    registerBytes,
    masks: registers + kept * registerBytes,
    tensors: isInterpreted ? [] : plainTensors(program.instructions),
  };
}

/** What needs an entry. The only element of a program of one is read where it lies: an earlier instruction may write it. */
function operandsOf({ size, instructions }: MapProgram, widensConditions: boolean) {
  const constants: (NumberOperand | ScalarOperand)[] = [];
  const inputs: MapInput[] = [];
  for (const { operands } of instructions) {
    for (const operand of operands) {
      if (operand.kind === 'number' || (operand.kind === 'scalar' && operand.dtype !== 'bool' && size > 1)) {
        if (!constants.includes(operand)) constants.push(operand);
      } else if (operand.kind !== 'register') {
        const dimensions = preparedDimensions(operand, size, widensConditions);
        if (dimensions === undefined || inputs.some((input) => input.operand === operand)) continue;
        inputs.push({ operand, dimensions, isSteady: false, isExpanded: false, offset: 0 });
      }
    }
  }
  return { constants, inputs };
}

function preparedDimensions(
  operand: ScalarOperand | TensorOperand,
  size: number,
  widensConditions: boolean,
): readonly MapDimension[] | undefined {
  if (operand.kind === 'scalar') return operand.dtype === 'bool' ? [{ length: size, stride: 0 }] : undefined;
  return (
    operand.dimensions ??
    (operand.dtype === 'bool' && widensConditions ? [{ length: size, stride: 1 }] : undefined)
  );
}

/** What a program reads and writes where it lies, each tensor once. */
function plainTensors(instructions: readonly MapInstruction[]): PlainTensor[] {
  const tensors = new Map<number, PlainTensor>();
  for (const { operands, to } of instructions) {
    for (const place of [...operands, to]) {
      const isPlain = place.kind === 'tensor' && !('dimensions' in place && place.dimensions !== undefined);
      if (isPlain && !tensors.has(place.address)) tensors.set(place.address, place);
    }
  }
  return [...tensors.values()];
}

function makesBytes({ to }: MapInstruction): boolean {
  return to.kind === 'tensor' && to.dtype === 'bool';
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

/** How strips follow each other. */
interface Course {
  readonly strip: number;
  readonly row: number;
  readonly grain: number;
}

function plainCourse(registers: number): Course {
  return { strip: longestStrip(registers), row: 0, grain: GRAIN };
}

/**
 * A tensor that is broadcast over leading dimensions is expanded once, if its period fits into a strip and all strips begin
 * with it. One with long rows is read where it lies, by strips that cross none. Others are expanded for each strip.
 */
function courseOf(inputs: readonly MapInput[], registers: number): Course {
  const least = longestStrip(registers + inputs.length);
  let row = 0;
  for (const input of inputs) {
    input.isSteady = periodOf(input) <= least;
    if (input.isSteady || input.dimensions.length === 1) continue;
    const { length } = input.dimensions[0]!;
    row = row === 0 ? length : Math.min(row, length);
  }
  if (row < LONG_ROW) row = 0;
  let period = 1;
  let expanded = 0;
  for (const input of inputs) {
    input.isSteady &&= row % periodOf(input) === 0;
    if (input.isSteady) period = Math.max(period, periodOf(input));
    input.isExpanded = needsRegister(input, row);
    expanded += Number(input.isExpanded);
  }
  const most = longestStrip(registers + expanded);
  return {
    strip: Math.floor(most / period) * period,
    row,
    grain: Math.ceil(GRAIN / period) * period,
  };
}

function needsRegister({ operand, dimensions, isSteady }: MapInput, row: number): boolean {
  const inner = dimensions[0]!;
  const isOneRow = dimensions.length === 1 || (row !== 0 && inner.length >= row && !isSteady);
  return !isOneRow || (operand.dtype === 'bool' && inner.stride !== 0);
}

/** After how many elements the tensor begins anew; infinite where it never does. */
function periodOf({ dimensions }: MapInput): number {
  const outermost = dimensions.length - 1;
  if (outermost === 0 || dimensions[outermost]!.stride !== 0) return Number.POSITIVE_INFINITY;
  let period = 1;
  for (let index = 0; index < outermost; index++) period *= dimensions[index]!.length;
  return period;
}

function longestStrip(registers: number): number {
  if (registers === 0) return NO_LIMIT;
  return Math.floor(REGISTER_BYTES / 4 / registers / GRAIN) * GRAIN;
}
