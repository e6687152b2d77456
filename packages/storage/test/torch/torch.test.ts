import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import {
  type AnyNetwork,
  add,
  globalPool,
  input,
  layer,
  layerNames,
  linear,
  lstm,
  parallel,
} from '@neutype/layers';
import { NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { min, mul } from '@tensorflow/tfjs-core';
import { importTorchWeights, readSafetensors, torchCode, torchWeights } from '../../src/index.js';
import { REFUSED, torchExamples } from './torchExamples.js';

interface Plain {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}

/** What PyTorch made of an example: tools/golden/torch_networks.py. */
interface Case {
  readonly name: string;
  readonly code: string;
  readonly file: string;
  readonly inputs: readonly Plain[];
  readonly outputs: Plain | Readonly<Record<string, Plain>>;
}

const CASES: ReadonlyMap<string, Case> = new Map(
  (JSON.parse(readFileSync(new URL('../golden/torch/networks.json', import.meta.url), 'utf8')) as Case[]).map(
    (each) => [each.name, each],
  ),
);

const SAID = torchExamples.filter(({ name }) => !(name in REFUSED));

describe('every layer and network that PyTorch can say', () => {
  it.each(SAID)('prints code that PyTorch has run: $name', ({ name, make }) => {
    expect(torchCode(make())).toBe(caseOf(name).code);
  });

  it.each(SAID)(
    'gives PyTorch’s outputs with the values that PyTorch saved: $name',
    async ({ name, make }) => {
      const { file, inputs, outputs } = caseOf(name);
      const network = make();
      await importTorchWeights(network, Buffer.from(file, 'base64'));
      const expected = isPlain(outputs) ? [outputs] : Object.values(outputs);
      const given = await predicted(network, inputs, isPlain(outputs) ? undefined : Object.keys(outputs));
      for (const [at, { data, shape }] of expected.entries()) {
        expect(given[at]?.shape).toEqual(shape);
        expect(worst(given[at]?.data as ArrayLike<number>, data)).toBeLessThan(2e-6);
      }
    },
  );

  it.each(SAID)(
    'writes the tensors that PyTorch does, and takes each bit back: $name',
    async ({ name, make }) => {
      const theirs = Buffer.from(caseOf(name).file, 'base64');
      const [network, other] = [make(), make()];
      await importTorchWeights(network, theirs);
      const file = new Blob(await torchWeights(network));
      expect(sortedShapes(await readSafetensors(file))).toEqual(sortedShapes(await readSafetensors(theirs)));
      await importTorchWeights(other, file);
      expect(await other.read()).toEqual(await network.read());
    },
  );
});

describe('what PyTorch cannot say', () => {
  it.each(Object.keys(REFUSED))('is refused with the layer and what to do: %s', async (name) => {
    const network = torchExamples.find((example) => example.name === name)?.make() as AnyNetwork;
    network.initialize(random(0));
    const refusal = /layer (apply|lstm|gru)-1: expected a layer that PyTorch has, got .* network\.until/;
    expect(() => torchCode(network)).toThrow(refusal);
    await expect(torchWeights(network)).rejects.toThrow(refusal);
    await expect(importTorchWeights(network, new Uint8Array())).rejects.toThrow(refusal);
  });
});

it.each<[string, AnyNetwork, RegExp]>([
  [
    'a pooling by a function',
    input([3, 2]).to(globalPool((x, axes) => min(x, axes))),
    /by a function of your own/,
  ],
  [
    'gates with other activations',
    input([3, 2]).to(lstm(2, { activations: { cell: 'relu' } })),
    /lstm with the activations sigmoid, sigmoid, relu, sigmoid/,
  ],
  [
    'a layer of one’s own of a kind that there is',
    input(2).to(layer({ kind: 'relu', forward: (x) => x })),
    /got relu\./,
  ],
  ['a layer of one’s own', input(2).to(layer({ kind: 'twice', forward: (x) => mul(x, 2) })), /got twice\./],
])('refuses %s', (_, network, message) => {
  expect(() => torchCode(network)).toThrow(message);
});

it('keeps to names that Python takes, each once', () => {
  const network = input(2, { name: 'self' }).to(
    parallel(linear(2, { name: 'class' }), linear(2, { name: 'a.b' }), linear(2, { name: 'a-b' })),
    add({ name: '1 "and" 2' }),
  );
  expect(torchCode(network, { weights: 'größe "1".safetensors' }).split('\n')).toEqual(
    expect.arrayContaining([
      '        self.class_2 = nn.Linear(2, 2)',
      '        self.a_b = nn.Linear(2, 2)',
      '        self.a_b_2 = nn.Linear(2, 2)',
      '    def forward(self, self_2):',
      '        layer1_and_2 = class_2 + a_b + a_b_2',
      'model.load_state_dict(load_file("gr\\u00f6\\u00dfe \\"1\\".safetensors"))',
    ]),
  );
});

it('has an example of each layer', () => {
  const covered = new Set(torchExamples.map(({ name }) => name.split(',')[0]));
  expect(layerNames.filter((name) => !covered.has(name))).toEqual([]);
});

function caseOf(name: string): Case {
  const found = CASES.get(name);
  if (found === undefined) throw new Error(`Run tools/golden/torch_networks.py: it has no ${name}.`);
  return found;
}

async function predicted(
  network: AnyNetwork,
  inputs: readonly Plain[],
  names: readonly string[] | undefined,
): Promise<readonly NdArray[]> {
  const arrays = inputs.map(({ data, shape }) => new NdArray(Float32Array.from(data), shape));
  const starts = network.layers.filter((layer) => layer.inputs.length === 0).map(({ name }) => name);
  const [only, ...others] = arrays;
  const x = others.length === 0 ? only : Object.fromEntries(starts.map((name, at) => [name, arrays[at]]));
  const outputs = (await network.predict(x as NdArray)) as NdArray | Record<string, NdArray>;
  if (outputs instanceof NdArray) return [outputs];
  return names === undefined ? Object.values(outputs) : names.map((name) => outputs[name] as NdArray);
}

function sortedShapes({ tensors }: Awaited<ReturnType<typeof readSafetensors>>): readonly string[] {
  return [...tensors].map(([name, { shape }]) => `${name} ${shape}`).sort();
}

function worst(ours: ArrayLike<number>, theirs: readonly number[]): number {
  return Math.max(
    ...theirs.map((value, at) => Math.abs((ours[at] as number) - value) / Math.max(1, Math.abs(value))),
  );
}

function isPlain(outputs: Case['outputs']): outputs is Plain {
  return Array.isArray(outputs['data']);
}
