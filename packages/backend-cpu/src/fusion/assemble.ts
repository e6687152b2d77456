import type { MapOperation } from '../map/operations.js';
import type {
  MapDestination,
  MapOperand,
  MapProgram,
  NumberOperand,
  TensorDestination,
} from '../map/program.js';
import { allocateRegisters } from './registers.js';
import { blockAt, type InnerBlocks, type Task } from './task.js';

/** An instruction of the joined program, before it is decided where values are kept. */
export interface Line {
  readonly operation: MapOperation;
  /** What earlier lines make, or what the program is given. */
  readonly operands: readonly (Line | MapOperand)[];
  /** A tensor that is to hold what the line makes. */
  to: TensorDestination | undefined;
}

/** One program that does what several did one after the other; undefined if it needed more registers than there are. */
export function assemble(size: number, tasks: readonly Task[], inner: InnerBlocks): MapProgram | undefined {
  const lines = withoutUnread(writtenDirectly(trace(tasks, inner)));
  const instructions = allocateRegisters(lines);
  return instructions && { size, instructions };
}

export function isLine(operand: Line | MapOperand): operand is Line {
  return 'operation' in operand;
}

/** Follows what lies where, so that each operand is the line that made it. What is copied into registers is not copied. */
function trace(tasks: readonly Task[], inner: InnerBlocks): Line[] {
  const lines: Line[] = [];
  const contents = new Contents();
  const given = new Map<string, MapOperand>();
  for (const task of tasks) {
    for (const { operation, operands, to } of task.program!.instructions) {
      const sources = operands.map((operand) => contents.get(task, operand) ?? shared(given, operand));
      const block = to.kind === 'tensor' ? blockAt(task, to.address) : undefined;
      const kept = to.kind === 'tensor' && (block === undefined || !inner.has(block)) ? to : undefined;
      const [source] = sources;
      const isKnown = source !== undefined && (isLine(source) || isFloat(source));
      const isAlias = operation === 'copy' && isKnown;
      if (isAlias) contents.set(task, to, source);
      if (isAlias && kept === undefined) continue;
      const line: Line = { operation, operands: sources, to: kept };
      if (!isAlias) contents.set(task, to, line);
      lines.push(line);
    }
  }
  return lines;
}

function isFloat(operand: MapOperand): operand is NumberOperand {
  return operand.kind === 'number' && operand.dtype === 'float32';
}

/** What the lines so far have left in memory and in registers. Those are a task's own; memory may be of several blocks in turn. */
class Contents {
  readonly #places = new Map<object, Map<number, Line | NumberOperand>>();

  get(task: Task, place: MapOperand): Line | NumberOperand | undefined {
    return this.#at(task, place)?.get(numberOf(place));
  }

  set(task: Task, place: MapDestination, value: Line | NumberOperand): void {
    this.#at(task, place)?.set(numberOf(place), value);
  }

  #at(task: Task, place: MapOperand | MapDestination): Map<number, Line | NumberOperand> | undefined {
    const owner = place.kind === 'register' ? task : place.kind !== 'number' && blockAt(task, place.address);
    if (!owner) return undefined;
    const known = this.#places.get(owner);
    if (known !== undefined) return known;
    const places = new Map<number, Line | NumberOperand>();
    this.#places.set(owner, places);
    return places;
  }
}

function numberOf(place: MapOperand | MapDestination): number {
  if (place.kind === 'register') return place.register;
  return place.kind === 'number' ? place.value : place.address;
}

/** The same object for the same operand: the kernel prepares each once. */
function shared(given: Map<string, MapOperand>, operand: MapOperand): MapOperand {
  const key = JSON.stringify(operand, (_, value) => (typeof value === 'number' ? exactly(value) : value));
  const known = given.get(key);
  if (known !== undefined) return known;
  given.set(key, operand);
  return operand;
}

/** Numbers that JSON does not tell apart. */
function exactly(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** What is made and then copied to a tensor is made there, where nobody reads or writes that in between. */
function writtenDirectly(lines: readonly Line[]): Line[] {
  const left: Line[] = [];
  for (const line of lines) {
    const [source] = line.operands;
    const isCopy = line.operation === 'copy' && source !== undefined && isLine(source);
    const since = isCopy ? left.indexOf(source) : -1;
    if (isCopy && source.to === undefined && !left.slice(since + 1).some((one) => touches(one, line.to!))) {
      source.to = line.to;
    } else {
      left.push(line);
    }
  }
  return left;
}

function touches({ operands, to }: Line, { address }: TensorDestination): boolean {
  const reads = (operand: Line | MapOperand): boolean =>
    isLine(operand) ? operand.to?.address === address : 'address' in operand && operand.address === address;
  return to?.address === address || operands.some(reads);
}

function withoutUnread(lines: readonly Line[]): Line[] {
  const read = new Set<Line>();
  const needed: Line[] = [];
  for (const line of [...lines].reverse()) {
    if (line.to === undefined && !read.has(line)) continue;
    needed.push(line);
    for (const operand of line.operands) if (isLine(operand)) read.add(operand);
  }
  return needed.reverse();
}
