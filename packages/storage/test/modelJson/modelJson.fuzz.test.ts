import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { NeutypeError } from '@neutype/core';
import {
  add,
  batchNorm,
  bidirectional,
  concatenate,
  conv2d,
  embedding,
  flatten,
  input,
  lstm,
  maxPool2d,
  type Network,
  pad,
  parallel,
  pRelu,
  relu,
  softmax,
} from '@neutype/layers';
import { type Random, random } from '@neutype/random';
import { loadModelJson, modelJson } from '../../src/index.js';

/** `NEUTYPE_FUZZ_RUNS` asks for more, `NEUTYPE_FUZZ_SEED` for others. */
const RUNS = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? 2000);
const SEED = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);

type Files = ReadonlyMap<string, Uint8Array>;

it(
  'a changed file is a network or an error that says what is wrong, and asks for no more memory than it is large',
  async () => {
    const originals = await Promise.all(NETWORKS.map(filesOf));
    const source = random(SEED);
    let accepted = 0;
    for (let run = 0; run < RUNS; run++) {
      const files = changed(originals[run % originals.length] as Files, source);
      const outcome = await outcomeOf(files);
      if (outcome instanceof Error && !(outcome instanceof NeutypeError)) {
        throw new Error(`run ${run} of seed ${SEED}`, { cause: outcome });
      }
      if (outcome instanceof Error) continue;
      accepted += 1;
      expect(outcome.parameterCount * 4).toBeLessThanOrEqual(2 * sizeOf(files));
      outcome.dispose();
    }
    // Both happen: some changes are of no consequence.
    expect(accepted).toBeGreaterThan(RUNS / 50);
    expect(accepted).toBeLessThan(RUNS);
  },
  process.env['NEUTYPE_FUZZ_RUNS'] === undefined ? 120_000 : 2 ** 31 - 1,
);

const NETWORKS = [
  input([6, 6, 2]).to(pad(1), conv2d(3, 3), batchNorm(), pRelu(), maxPool2d(2), flatten(), softmax(3)),
  input(5).to(embedding(6, 3), bidirectional(lstm(2))),
  input(4).to(parallel(relu(3), relu(3)), add(), parallel(relu(2), relu(2)), concatenate()),
];

async function filesOf(network: unknown): Promise<Files> {
  (network as Network).initialize(random(1));
  return modelJson(network as Network);
}

async function outcomeOf(files: Files): Promise<Network | Error> {
  try {
    return await loadModelJson(files);
  } catch (error) {
    return error as Error;
  }
}

function sizeOf(files: Files): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

function changed(files: Files, source: Random): Files {
  const json = files.get('model.json') as Uint8Array;
  const text = new TextDecoder().decode(json);
  const others = [...files].filter(([name]) => name !== 'model.json');
  const way = source.integer(10);
  if (way === 0) return new Map([...others, ['model.json', withOtherBytes(json, source)]]);
  if (way === 1)
    return new Map([
      ['model.json', json],
      ...others.map(([name, bytes]) => [name, cut(bytes, source)] as const),
    ]);
  const value = JSON.parse(text) as unknown;
  for (let count = 1 + source.integer(3); count > 0; count--) change(value, source);
  return new Map([...others, ['model.json', new TextEncoder().encode(JSON.stringify(value))]]);
}

function withOtherBytes(bytes: Uint8Array, source: Random): Uint8Array {
  const copy = bytes.slice();
  for (let count = 1 + source.integer(4); count > 0; count--) {
    copy[source.integer(copy.length)] = source.integer(256);
  }
  return copy;
}

function cut(bytes: Uint8Array, source: Random): Uint8Array {
  return bytes.slice(0, source.integer(bytes.length + 1));
}

type Container = Record<string, unknown>;

/** Changes one place anywhere in a value of JSON. */
function change(value: unknown, source: Random): void {
  const places: [Container, string][] = [];
  collect(value, places);
  const [container, key] = places[source.integer(places.length)] as [Container, string];
  const way = source.integer(5);
  if (way === 0 && !Array.isArray(container)) delete container[key];
  else if (way === 1 && Array.isArray(container)) container.push(copyOf(container[key]));
  else if (way === 2) container[key] = copyOf(places[source.integer(places.length)]?.[0][key]);
  else container[key] = copyOf(ODD[source.integer(ODD.length)]);
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}

const ODD: readonly unknown[] = [
  null,
  true,
  '',
  'relu',
  '__proto__',
  'constructor',
  -1,
  0,
  1,
  2,
  3,
  7,
  0.5,
  65_536,
  2 ** 31,
  2 ** 53,
  1e300,
  [],
  [1],
  [1, 1],
  [null, 3],
  [
    [1, 2],
    [3, 4],
  ],
  {},
  { class_name: 'Dense', config: { units: 2 } },
  'Sequential',
  'Bidirectional',
  'Rescaling',
  'BatchNormalization',
  'Masking',
  'float32',
  'same',
  'channels_first',
];

function collect(value: unknown, places: [Container, string][], depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > 20 || places.length > 5000) return;
  for (const [key, inner] of Object.entries(value)) {
    places.push([value as Container, key]);
    collect(inner, places, depth + 1);
  }
}
