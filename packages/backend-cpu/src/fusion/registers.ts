import { MOST_REGISTERS } from '../map/layout.js';
import type { MapInstruction, RegisterOperand, TensorOperand } from '../map/program.js';
import { isLine, type Line } from './assemble.js';

/**
 * Decides where each value is kept while the program needs it: in the tensor that is to hold it, or else in a register that
 * no later line needs by then. Undefined where there are not enough.
 */
export function allocateRegisters(lines: readonly Line[]): MapInstruction[] | undefined {
  const lastReads = lastReadsOf(lines);
  const homes = new Map<Line, RegisterOperand | TensorOperand>();
  const holders: (Line | undefined)[] = [];
  const instructions: MapInstruction[] = [];
  for (const [at, line] of lines.entries()) {
    const operands = line.operands.map((operand) => (isLine(operand) ? homes.get(operand)! : operand));
    for (const [register, holder] of holders.entries()) {
      if (holder !== undefined && lastReads.get(holder)! <= at) holders[register] = undefined;
    }
    const lastRead = lastReads.get(line);
    if (line.to !== undefined && (lastRead === undefined || holdsUntil(lines, at, lastRead))) {
      homes.set(line, { kind: 'tensor', address: line.to.address, dtype: line.to.dtype });
      instructions.push({ operation: line.operation, operands, to: line.to });
      continue;
    }
    const register = freeRegister(holders);
    holders[register] = line;
    const home: RegisterOperand = { kind: 'register', register };
    homes.set(line, home);
    instructions.push({ operation: line.operation, operands, to: home });
    if (line.to !== undefined) instructions.push({ operation: 'copy', operands: [home], to: line.to });
  }
  return holders.length > MOST_REGISTERS ? undefined : instructions;
}

function lastReadsOf(lines: readonly Line[]): Map<Line, number> {
  const lastReads = new Map<Line, number>();
  for (const [at, { operands }] of lines.entries()) {
    for (const operand of operands) if (isLine(operand)) lastReads.set(operand, at);
  }
  return lastReads;
}

/** Whether the tensor that line `at` writes still holds that when line `until` reads it; conditions are not read from there. */
function holdsUntil(lines: readonly Line[], at: number, until: number): boolean {
  const { address, dtype } = lines[at]!.to!;
  return dtype !== 'bool' && !lines.slice(at + 1, until).some(({ to }) => to?.address === address);
}

function freeRegister(holders: readonly (Line | undefined)[]): number {
  const free = holders.indexOf(undefined);
  return free < 0 ? holders.length : free;
}
