import { CommandWriter, type LoggedCommand } from '../engine/command.js';
import { COMMAND_WORDS, place } from '../generated/layout.js';
import { opcode } from '../generated/opcodes.js';
import { layOut, type MapLayout } from './layout.js';
import { codeOf, nanosecondsOf } from './operations.js';
import type { MapDestination, MapInstruction, MapProgram } from './program.js';

/** How much one item does: enough to be worth taking, and little enough that threads end at about the same time. */
const NANOSECONDS_PER_ITEM = 10_000;

/** A program as a command of its own, to be run as part of a recorded step. Its size is at least 1. */
export function encodeMap(program: MapProgram): LoggedCommand {
  const writer = new CommandWriter(new Int32Array(COMMAND_WORDS), () => {});
  writeMap(writer.begin(opcode.map), program);
  return writer.logged();
}

/** Writes the arguments of `map`, and runs the command. */
export function writeMap(command: CommandWriter, program: MapProgram): void {
  const { size, instructions } = program;
  const layout = layOut(program);
  command.maps(program);
  command.int(size).int(layout.strip).int(layout.row).int(layout.grain);
  command.int(layout.constants.length).int(layout.inputs.length).int(instructions.length).int(layout.masks);
  writeConstants(command, layout);
  writeInputs(command, layout);
  for (const instruction of instructions) writeInstruction(command, layout, instruction);
  if (changesWhatItReads(instructions)) command.inPlace();
  const nanoseconds = size * instructions.reduce((sum, { operation }) => sum + nanosecondsOf(operation), 0);
  const items = Math.min(Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM), Math.ceil(size / layout.grain));
  command.run(items, nanoseconds);
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
    command.int((5 + 2 * dimensions.length) * 4);
    command.int(Number(operand.dtype === 'bool') | (Number(isSteady) << 1)).pointer(operand.address);
    command.int(offset).int(dimensions.length);
    for (const { length, stride } of dimensions) command.int(length).int(stride);
  }
}

function writeInstruction(command: CommandWriter, layout: MapLayout, instruction: MapInstruction): void {
  command.int(codeOf(instruction.operation));
  writeDestination(command, layout, instruction.to);
  for (let index = 0; index < 3; index++) {
    const operand = instruction.operands[index];
    const entry = operand && layout.entries.get(operand);
    if (entry !== undefined) command.int(place.prepared).int(entry);
    else if (operand?.kind === 'tensor' || operand?.kind === 'scalar')
      command.int(place.tensor).pointer(operand.address);
    else
      command.int(place.register).int(operand?.kind === 'register' ? layout.registers[operand.register]! : 0);
  }
}

function writeDestination(command: CommandWriter, layout: MapLayout, to: MapDestination): void {
  if (to.kind === 'register') command.int(place.register).int(layout.registers[to.register]!);
  else command.int(to.dtype === 'bool' ? place.bytes : place.tensor).pointer(to.address);
}

/** Whether running an item again would read what it has changed. */
function changesWhatItReads(instructions: readonly MapInstruction[]): boolean {
  const read = new Set<number>();
  return instructions.some(({ operands, to }) => {
    for (const operand of operands) {
      if (operand.kind === 'tensor' || operand.kind === 'scalar') read.add(operand.address);
    }
    return to.kind === 'tensor' && read.has(to.address);
  });
}
