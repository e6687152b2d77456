import type { CodeGenerator } from '../codegen/codeGenerator.js';
import { type CommandWriter, type LoggedCommand, type RowSums, unlaunched } from '../engine/command.js';
import * as launch from '../generated/launch.js';
import {
  MAP_DIMENSION_WORDS,
  MAP_ENTRIES,
  MAP_ENTRY_BYTES,
  MAP_INPUT_WORDS,
  place,
} from '../generated/layout.js';
import { joinProducts } from './joinProducts.js';
import { layOut, type MapLayout } from './layout.js';
import { codeOf, generatedNanosecondsOf, nanosecondsOf } from './operations.js';
import type { MapDestination, MapInstruction, MapOperand, MapProgram, RegisterOperand } from './program.js';

/** How much one item does: enough to be worth taking, and little enough that threads end at about the same time. */
const NANOSECONDS_PER_ITEM = 10_000;
const MOST_OPERANDS = 3;

/** A program as a command of its own, to be run as part of a recorded step. Its size is at least 1. */
export function encodeMap(program: MapProgram, code?: CodeGenerator): LoggedCommand {
  const layout = code && layOut(program, 'code');
  const generated = layout && code.functionOf(program, layout);
  return unlaunched((to) => {
    if (layout === undefined || !generated) writeMap(to, program);
    else writeGenerated(launch.map(to, headOf(program, layout, 0, generated)), program, layout);
  });
}

/** The same with sums of one of its operands; undefined where they have to be made after it. */
export function encodeSums(
  program: MapProgram,
  summed: MapOperand,
  { y: sums, rows, length, chunks, divisor }: RowSums,
  code: CodeGenerator,
): LoggedCommand | undefined {
  const layout = layOut(program, 'code');
  const generated = sumsAsItGoes(layout, length, chunks) ? code.functionOf(program, layout, summed) : 0;
  if (generated === 0) return undefined;
  const head = headOf(program, layout, 0, generated);
  return unlaunched((to) => {
    const command = launch.mapSums(to, head, { sums, rows, length, chunks, divisor });
    writeGenerated(command, program, layout, rows * chunks);
  });
}

/** Whether the function can run on what is summed to one number in one go, its inputs where they lie. */
function sumsAsItGoes({ tensors, inputs }: MapLayout, length: number, chunks: number): boolean {
  const readsInRows = inputs.every(({ operand, dimensions: [inner] }) => {
    return inner!.length % length === 0 && (operand.dtype !== 'bool' || inner!.stride === 0);
  });
  return (
    tensors.every(({ dtype }) => dtype !== 'bool') && (inputs.length === 0 || (chunks === 1 && readsInRows))
  );
}

function writeGenerated(
  command: CommandWriter,
  program: MapProgram,
  layout: MapLayout,
  mostItems: number = Math.ceil(program.size / layout.grain),
): void {
  command.maps(program);
  writeConstants(command, layout);
  writeInputs(command, layout);
  for (const { address } of layout.tensors) command.pointer(address);
  const streams = layout.tensors.length + layout.inputs.length;
  run(command, program, mostItems, generatedNanosecondsOf(program.instructions.length, streams));
}

function headOf(
  { size }: MapProgram,
  layout: MapLayout,
  instructions: number,
  generated: number,
): launch.MapCommand {
  return {
    count: size,
    strip: layout.strip,
    row: layout.row,
    grain: layout.grain,
    constants: layout.constants.length,
    inputs: layout.inputs.length,
    instructions,
    masks: layout.masks,
    generated,
  };
}

/** Writes the arguments of `map`, and runs the command. */
export function writeMap(to: launch.Launcher, program: MapProgram): void {
  const { size } = program;
  const instructions = joinProducts(program.instructions);
  const layout = layOut({ size, instructions });
  const command = launch.map(to, headOf(program, layout, instructions.length, 0));
  command.maps(program);
  writeConstants(command, layout);
  writeInputs(command, layout);
  for (const instruction of instructions) writeInstruction(command, layout, instruction);
  let nanoseconds = 0;
  for (const { operation } of instructions) nanoseconds += nanosecondsOf(operation);
  run(command, program, Math.ceil(size / layout.grain), nanoseconds);
}

function run(
  command: CommandWriter,
  program: MapProgram,
  mostItems: number,
  nanosecondsPerElement: number,
): void {
  if (changesWhatItReads(program.instructions)) command.inPlace();
  const nanoseconds = program.size * nanosecondsPerElement;
  command.run(Math.min(Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM), mostItems), nanoseconds);
}

function writeConstants(command: CommandWriter, { constants }: MapLayout): void {
  for (const constant of constants) {
    if (constant.kind === 'scalar') command.int(1).pointer(constant.address);
    else if (constant.dtype === 'int32') command.int(0).int(constant.value);
    else command.int(0).float(constant.value);
  }
}

function writeInputs(command: CommandWriter, { inputs }: MapLayout): void {
  for (const { operand, dimensions, isSteady, offset } of inputs) {
    command.int((MAP_INPUT_WORDS + MAP_DIMENSION_WORDS * dimensions.length) * 4);
    command.int(Number(operand.dtype === 'bool') | (Number(isSteady) << 1)).pointer(operand.address);
    command.int(offset).int(dimensions.length);
    for (const { length, stride } of dimensions) command.int(length).int(stride);
  }
}

function writeInstruction(command: CommandWriter, layout: MapLayout, instruction: MapInstruction): void {
  command.int(codeOf(instruction.operation));
  writeDestination(command, layout, instruction.to);
  for (let index = 0; index < MOST_OPERANDS; index++) {
    const operand = instruction.operands[index];
    const entry = operand === undefined ? -1 : entryOf(layout, operand);
    if (entry >= 0) command.int(place.prepared).int(MAP_ENTRIES + entry * MAP_ENTRY_BYTES);
    else if (operand?.kind === 'tensor' || operand?.kind === 'scalar') {
      command.int(place.tensor).pointer(operand.address);
    } else {
      command.int(place.register).int(operand?.kind === 'register' ? registerOf(layout, operand) : 0);
    }
  }
}

/** -1 for an operand that instructions read where it lies. */
function entryOf({ constants, inputs }: MapLayout, operand: MapOperand): number {
  const constant = (constants as readonly MapOperand[]).indexOf(operand);
  if (constant >= 0 || inputs.length === 0) return constant;
  const input = inputs.findIndex((input) => input.operand === operand);
  return input < 0 ? -1 : constants.length + input;
}

function writeDestination(command: CommandWriter, layout: MapLayout, to: MapDestination): void {
  if (to.kind === 'register') command.int(place.register).int(registerOf(layout, to));
  else command.int(to.dtype === 'bool' ? place.bytes : place.tensor).pointer(to.address);
}

function registerOf({ registers, registerBytes }: MapLayout, { register }: RegisterOperand): number {
  return registers + register * registerBytes;
}

/** Whether running an item again would read what it has changed. */
function changesWhatItReads(instructions: readonly MapInstruction[]): boolean {
  const read = new Set<number>();
  for (const { operands, to } of instructions) {
    for (const operand of operands) {
      if (operand.kind === 'tensor' || operand.kind === 'scalar') read.add(operand.address);
    }
    if (to.kind === 'tensor' && read.has(to.address)) return true;
  }
  return false;
}
