import { expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/core';
import { type Random, random } from '@neutype/random';
import {
  type AnyNetwork,
  add,
  architectureOf,
  batchNorm,
  bidirectional,
  concatenate,
  conv2d,
  embedding,
  flatten,
  groupNorm,
  gru,
  input,
  inputs,
  linear,
  lstm,
  maxPool2d,
  multiHeadAttention,
  networkFrom,
  outputs,
  pad,
  parallel,
  pRelu,
  relu,
  repeatVector,
  reshape,
  softmax,
  transformerBlock,
  transpose,
  upsample,
} from '../src/index.js';

/** `NEUTYPE_FUZZ_RUNS` asks for more, `NEUTYPE_FUZZ_SEED` for others. */
const RUNS = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? 3000);
const SEED = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);

const tied = relu(4);
const NETWORKS: readonly AnyNetwork[] = [
  input([8, 8, 2]).to(
    pad(1),
    conv2d(4, 3, { padding: 'same', groups: 2 }),
    batchNorm(),
    groupNorm(2),
    maxPool2d(2),
    upsample([2, 1]),
    transpose([2, 1, 3]),
    flatten(),
    reshape([4, -1]),
    flatten(),
    softmax(3),
  ),
  inputs({ image: [4], age: 2 }).to(
    concatenate(),
    relu(4),
    tied,
    relu(4),
    tied,
    outputs({ digit: softmax(3), slant: linear(1) }),
  ),
  input(5).to(
    embedding(9, 4),
    bidirectional(lstm(3, { returnSequences: true })),
    transformerBlock(2),
    gru(2),
  ),
  input(4).to(repeatVector(3), multiHeadAttention(2), pRelu(), parallel(relu(4), linear(4)), add()),
];
const TEXTS = NETWORKS.map((network) => JSON.stringify(architectureOf(network)));

it(`${RUNS} changed architectures make a network or an error that says what is wrong`, () => {
  const seen = { networks: 0, errors: 0 };
  for (let run = 0; run < RUNS; run++) {
    const draw = random(SEED).split('architecture').split(run);
    const text = mutated(TEXTS[draw.integer(TEXTS.length)] as string, draw);
    try {
      const network = networkFrom(JSON.parse(text));
      expect(network.parameters.some(({ initialized }) => initialized)).toBe(false);
      expect(String(networkFrom(architectureOf(network)))).toBe(String(network));
      seen.networks += 1;
    } catch (error) {
      if (!(error instanceof NeutypeError)) throw new Error(`run ${run}: ${text}`, { cause: error });
      seen.errors += 1;
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(seen.networks).toBeGreaterThan(RUNS / 20);
  expect(seen.errors).toBeGreaterThan(RUNS / 3);
});

type Container = Record<string, unknown> | unknown[];

/** Nested deeper than any settings. */
const NESTED: unknown = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);

/** JSON with one to three of its values changed, left out, doubled or put elsewhere. */
function mutated(text: string, draw: Random): string {
  const root = { root: JSON.parse(text) as unknown };
  for (let left = 1 + draw.integer(3); left > 0; left--) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const [holder, key] = places[draw.integer(places.length)] as [Container, string];
    const [, otherKey] = places[draw.integer(places.length)] as [Container, string];
    change(holder, key, otherKey, draw);
  }
  return JSON.stringify(root.root) ?? 'null';
}

function change(holder: Container, key: string, otherKey: string, draw: Random): void {
  const values = holder as Record<string, unknown>;
  switch (draw.integer(4)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete values[key];
      return;
    case 1:
      if (Array.isArray(holder)) holder.push(holder[Number(key)]);
      else Object.defineProperty(holder, draw.integer(2) ? otherKey : '__proto__', owned(values[key]));
      return;
    default:
      Object.defineProperty(holder, key, owned(valueFor(values[key], draw)));
  }
}

function owned(value: unknown): PropertyDescriptor {
  return { value, configurable: true, enumerable: true, writable: true };
}

function valueFor(value: unknown, draw: Random): unknown {
  if (typeof value === 'number' && draw.integer(2)) return value + draw.integer(5) - 2;
  const odd = [
    0,
    -1,
    1.5,
    1e9,
    2 ** 31,
    2 ** 53,
    1e308,
    '',
    'x',
    '__proto__',
    'constructor',
    'same',
    null,
    true,
    [],
    {},
  ];
  const values = [...odd, [1e9, 1e9], [[0, 1e9]], NESTED, 'input', 'linear', 'image', 'relu-1', 'group-norm'];
  return values[draw.integer(values.length)];
}

/** Every value of some JSON, as what holds it and the key there. */
function placesIn(holder: Container, depth = 0): [Container, string][] {
  return Object.entries(holder).flatMap(([key, value]): [Container, string][] => [
    [holder, key],
    ...(typeof value === 'object' && value !== null && depth < 12
      ? placesIn(value as Container, depth + 1)
      : []),
  ]);
}
