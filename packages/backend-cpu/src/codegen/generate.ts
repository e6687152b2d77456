import { MAP_ENTRIES, MAP_ENTRY_ADDRESS, MAP_ENTRY_BYTES, MAP_ENTRY_STRIDE } from '../generated/layout.js';
import { type Bytes, I32, localsOf, moduleOf, V128 } from './binaryFormat.js';
import * as wasm from './instructions.js';
import { Pass } from './pass.js';
import type { Structure } from './structure.js';
import { PARAMETERS, parameter, Variables } from './variables.js';

/** Elements that one pass of the main loop takes: a pair of vectors, which do not wait for each other. */
const PAIR = 8;

/**
 * A module whose function does for elements `at` to `at + count` what the instructions say: pair by pair of vectors, and
 * what is left over element by element. Addresses and numbers are read from the command and from scratch memory.
 */
export function generate(structure: Structure, isShared: boolean): Uint8Array<ArrayBuffer> {
  const variables = new Variables(structure);
  const pair = new Pass(2, structure, variables);
  const one = new Pass(1, structure, variables);
  const code = [
    ...setConstants(structure, variables),
    ...setPlaces(structure, variables),
    ...loop([...pair.code, ...advance(structure, variables, PAIR)], PAIR),
    ...shortenStrides(structure, variables),
    ...loop([...one.code, ...advance(structure, variables, 1)], 1),
    ...wasm.end,
  ];
  const end = Math.max(pair.end, one.end);
  const locals = localsOf([
    [variables.vectors - PARAMETERS, I32],
    [end - variables.vectors, V128],
  ]);
  return moduleOf(PARAMETERS, locals, code, isShared);
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
    ...[
      ...wasm.get(parameter.base),
      ...wasm.loadVector(entryOf(number)),
      ...wasm.set(variables.constant(number)),
    ],
  ]);
}

function setPlaces({ constants, inputs, tensors }: Structure, variables: Variables): Bytes {
  const ofTensors = times(tensors.length, (number) => [
    ...[...wasm.get(parameter.words), ...wasm.loadInt(4 * number)],
    ...[...wasm.get(parameter.at), ...wasm.smallInt(tensors[number] ? 0 : 2), ...wasm.shiftLeft],
    ...[...wasm.addInts, ...wasm.set(variables.tensor(number))],
  ]);
  const ofInputs = times(inputs, (number) => {
    const entry = entryOf(constants + number);
    const { base } = parameter;
    return [
      ...[
        ...wasm.get(base),
        ...wasm.loadInt(entry + MAP_ENTRY_ADDRESS),
        ...wasm.set(variables.input(number)),
      ],
      ...[
        ...wasm.get(base),
        ...wasm.loadInt(entry + MAP_ENTRY_STRIDE),
        ...wasm.set(variables.inputStride(number)),
      ],
    ];
  });
  return [...ofTensors, ...ofInputs];
}

/** From those of a pair of vectors to those of one element. */
function shortenStrides({ inputs }: Structure, variables: Variables): Bytes {
  return times(inputs, (number) => {
    const stride = variables.inputStride(number);
    return [...wasm.get(stride), ...wasm.smallInt(3), ...wasm.shiftRight, ...wasm.set(stride)];
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

function entryOf(number: number): number {
  return MAP_ENTRIES + number * MAP_ENTRY_BYTES;
}

function times(count: number, make: (number: number) => Bytes): Bytes {
  return Array.from({ length: count }, (_, number) => make(number)).flat();
}
