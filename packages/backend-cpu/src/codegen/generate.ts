import { MAP_ENTRIES, MAP_ENTRY_ADDRESS, MAP_ENTRY_BYTES, MAP_ENTRY_STRIDE } from '../generated/layout.js';
import { type Bytes, I32, localsOf, moduleOf, V128 } from './binaryFormat.js';
import * as wasm from './instructions.js';
import { Pass, type PassLength } from './pass.js';
import type { Structure } from './structure.js';
import { PARAMETERS, parameter, Variables } from './variables.js';

/** Elements that an input's stride is for, as it is in scratch memory. */
const STRIDE_LENGTH = 8;

/** Passes one after the other, again and again; each but the first adds to running sums of its own. */
interface Loop {
  readonly passes: readonly PassLength[];
  /** The first running sum. */
  readonly sums?: number;
}

/** Pairs of vectors, which do not wait for each other; and what is left over. */
const PLAIN: readonly Loop[] = [{ passes: [8] }, { passes: [1] }];
/** Adds up in the order that `reduceRun` of `assembly/reduce/columns.ts` has, so that sums have the same bits. */
const SUMMING: readonly Loop[] = [{ passes: [8, 8] }, { passes: [4] }, { passes: [1], sums: 1 }];

/**
 * A module whose function does for elements `at` to `at + count` what the instructions say, and leaves their sum in scratch
 * memory if it is to. Addresses and numbers are read from the command and from scratch memory.
 */
export function generate(structure: Structure, isShared: boolean): Uint8Array<ArrayBuffer> {
  const variables = new Variables(structure);
  const isSumming = structure.summed !== undefined;
  let end = variables.free;
  let strideLength = STRIDE_LENGTH;
  const code = [...setConstants(structure, variables), ...setPlaces(structure, variables)];
  for (const { passes, sums = 0 } of isSumming ? SUMMING : PLAIN) {
    const [length] = passes as [PassLength];
    code.push(...shortenStrides(structure, variables, strideLength / length));
    strideLength = length;
    const body = passes.flatMap((_, index) => {
      const pass = new Pass(length, structure, variables, variables.sums + sums + 2 * index);
      end = Math.max(end, pass.end);
      return [...pass.code, ...advance(structure, variables, length)];
    });
    code.push(...loop(body, length * passes.length));
  }
  if (isSumming) code.push(...storeSum(variables));
  const locals = localsOf([
    [variables.vectors - PARAMETERS, I32],
    [end - variables.vectors, V128],
  ]);
  return moduleOf(PARAMETERS, locals, [...code, ...wasm.end], isShared);
}

/** Runs `body` while at least `elements` are left, each time that many. */
function loop(body: Bytes, elements: number): Bytes {
  const isEnough = [...wasm.smallInt(elements), ...wasm.isAtLeast];
  const left = [...wasm.get(parameter.count), ...wasm.smallInt(elements), ...wasm.subtractInts];
  const goesOn = [...left, ...wasm.tee(parameter.count), ...isEnough];
  return wasm.when([...wasm.get(parameter.count), ...isEnough], wasm.repeatWhile(body, goesOn));
}

function setConstants({ constants }: Structure, variables: Variables): Bytes {
  return times(constants, (number) => [
    ...wasm.get(parameter.base),
    ...wasm.loadVector(entryOf(number)),
    ...wasm.set(variables.constant(number)),
  ]);
}

function setPlaces({ constants, inputs, tensors }: Structure, variables: Variables): Bytes {
  const { words, base, at } = parameter;
  const ofTensors = times(tensors.length, (number) => [
    ...[...wasm.get(words), ...wasm.loadInt(4 * number)],
    ...[...wasm.get(at), ...wasm.smallInt(tensors[number] ? 0 : 2), ...wasm.shiftLeft],
    ...[...wasm.addInts, ...wasm.set(variables.tensor(number))],
  ]);
  const ofInputs = times(inputs, (number) => {
    const entry = entryOf(constants + number);
    const address = [...wasm.get(base), ...wasm.loadInt(entry + MAP_ENTRY_ADDRESS)];
    const stride = [...wasm.get(base), ...wasm.loadInt(entry + MAP_ENTRY_STRIDE)];
    return [
      ...[...address, ...wasm.set(variables.input(number))],
      ...[...stride, ...wasm.set(variables.inputStride(number))],
    ];
  });
  return [...ofTensors, ...ofInputs];
}

/** To those of one part in `parts`, a power of two. */
function shortenStrides({ inputs }: Structure, variables: Variables, parts: number): Bytes {
  if (parts === 1) return [];
  return times(inputs, (number) => {
    const stride = variables.inputStride(number);
    return [...wasm.get(stride), ...wasm.smallInt(Math.log2(parts)), ...wasm.shiftRight, ...wasm.set(stride)];
  });
}

function advance({ inputs, tensors }: Structure, variables: Variables, elements: number): Bytes {
  return [
    ...times(tensors.length, (number) =>
      moved(variables.tensor(number), wasm.smallInt(elements * (tensors[number] ? 1 : 4))),
    ),
    ...times(inputs, (number) => moved(variables.input(number), wasm.get(variables.inputStride(number)))),
  ];
}

function moved(pointer: number, by: Bytes): Bytes {
  return [...wasm.get(pointer), ...by, ...wasm.addInts, ...wasm.set(pointer)];
}

/** (a + b) + (c + d), and of that lanes 0 and 1, and 2 and 3. */
function storeSum({ sums }: Variables): Bytes {
  const pairOf = (first: number) => [...wasm.get(first), ...wasm.get(first + 1), ...wasm.addVectors];
  const all = [...pairOf(sums), ...pairOf(sums + 2), ...wasm.addVectors, ...wasm.set(sums)];
  const lane = (number: number) => [...wasm.get(sums), ...wasm.laneOf(number)];
  const halves = [...lane(0), ...lane(1), ...wasm.addFloats, ...lane(2), ...lane(3), ...wasm.addFloats];
  return [...all, ...wasm.get(parameter.base), ...halves, ...wasm.addFloats, ...wasm.storeFloat];
}

function entryOf(number: number): number {
  return MAP_ENTRIES + number * MAP_ENTRY_BYTES;
}

function times(count: number, make: (number: number) => Bytes): Bytes {
  return Array.from({ length: count }, (_, number) => make(number)).flat();
}
