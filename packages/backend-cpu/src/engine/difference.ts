import { opcode as opcodes } from '../generated/opcodes.js';
import { isPointer, type LoggedCommand, opcodeOf } from './command.js';
import type { HostCall, NamedPlaces, Place } from './hostCall.js';
import type { Entry } from './recorder.js';

/** In a sentence, arrays are shown with as many numbers as this. */
const MOST_SHOWN = 4;

export const OTHER_ENGINE = 'The step ran on another engine; it is recorded again.';

/** Whether an address of one recording and one of another are the same place. */
export type SamePlace = (address: number, other: number) => boolean;

/** How the constants of two recordings differ, as a sentence; undefined where they do not. */
export function differentConstants(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
): string | undefined {
  const shared = Math.min(first.length, second.length);
  for (let index = 0; index < shared; index++) {
    const [one, other] = [first[index]!, second[index]!];
    if (sameValue(one, other)) continue;
    return `The step makes a tensor from other numbers each time, ${shown(one)} and then ${shown(other)}; write them to a staged tensor.`;
  }
  if (first.length === second.length) return undefined;
  return `The step makes ${first.length} tensors from arrays one time and ${second.length} the next.`;
}

/** How two recordings differ in what they run, as a sentence; undefined where they do not. */
export function differentEntries(
  first: readonly Entry[],
  second: readonly Entry[],
  same: SamePlace,
): string | undefined {
  if (first.length !== second.length) {
    return `The step runs ${first.length} kernels one time and ${second.length} the next; run the same ones each time.`;
  }
  for (const [index, entry] of first.entries()) {
    const difference = differentEntry(entry, second[index]!, same);
    if (difference !== undefined) return `Kernel ${index + 1} of the step${difference}`;
  }
  return undefined;
}

function differentEntry(one: Entry, other: Entry, same: SamePlace): string | undefined {
  const [name, otherName] = [nameOf(one), nameOf(other)];
  if (name !== otherName)
    return ` is ${name} one time and ${otherName} the next; run the same ones each time.`;
  if (one.kind === 'host' && other.kind === 'host') return differentCall(one, other, same);
  if (one.kind !== 'command' || other.kind !== 'command') return undefined;
  if (sameCommand(one.command, other.command, same)) return undefined;
  return `, ${name}, has other options or works on other tensors each time; keep them the same, and let what changes be a staged tensor.`;
}

function differentCall(one: HostCall, other: HostCall, same: SamePlace): string | undefined {
  const changed = Object.keys({ ...one.attrs, ...other.attrs }).find(
    (key) => !sameValue(one.attrs[key], other.attrs[key]),
  );
  if (changed !== undefined) {
    return `, ${one.name}, has another ${changed} each time, ${shown(one.attrs[changed])} and then ${shown(other.attrs[changed])}; keep it the same.`;
  }
  const places = [...placesOf(one.inputs), ...one.outputs];
  const theirs = [...placesOf(other.inputs), ...other.outputs];
  const alike =
    places.length === theirs.length && places.every((place, index) => samePlaces(place, theirs[index], same));
  return alike
    ? undefined
    : `, ${one.name}, works on other tensors each time; let what changes be a staged tensor.`;
}

function placesOf(inputs: NamedPlaces): Place[] {
  return Object.values(inputs);
}

function samePlaces(one: Place | undefined, other: Place | undefined, same: SamePlace): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.dtype === other.dtype &&
    sameValue(one.shape, other.shape) &&
    same(one.block.address, other.block.address)
  );
}

function sameCommand(mine: LoggedCommand, theirs: LoggedCommand, same: SamePlace): boolean {
  if (mine.words.length !== theirs.words.length) return false;
  if (String(mine.pointers) !== String(theirs.pointers)) return false;
  return mine.words.every((word, index) => {
    const theirWord = theirs.words[index]!;
    return isPointer(mine, index) ? same(word >>> 0, theirWord >>> 0) : word === theirWord;
  });
}

function nameOf(entry: Entry): string {
  if (entry.kind !== 'command') return entry.name;
  const code = opcodeOf(entry.command);
  return Object.entries(opcodes).find(([, value]) => value === code)?.[0] ?? String(code);
}

/** By value: options of kernels are numbers, words, and lists and records of those. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => sameValue(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(9))); // tells float32 numbers apart
  if (typeof value !== 'object' || value === null) return String(value);
  const { length, ...numbers } = value as ArrayLike<unknown>;
  const few = Object.values(numbers).slice(0, MOST_SHOWN).map(shown);
  return `[${few.join(', ')}${length > MOST_SHOWN ? ', …' : ''}]`;
}
