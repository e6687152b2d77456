import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { NeutypeError } from '@neutype/errors';
import {
  type AnyNetwork,
  batchNorm,
  bidirectional,
  conv2d,
  embedding,
  flatten,
  gru,
  input,
  linear,
  lstm,
  maxPool2d,
  multiHeadAttention,
  relu,
  softmax,
  tanh,
  transformerBlock,
} from '@neutype/layers';
import { NdArray, zeros } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  importTorchWeights,
  type ModuleNames,
  readSafetensors,
  saveTorchWeights,
  torchWeights,
  writeSafetensors,
} from '../../src/index.js';

interface Plain {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}

/** A model that was made in PyTorch: tools/golden/torch_networks.py. */
interface Case {
  readonly name: string;
  readonly file: string;
  readonly inputs: readonly [Plain];
  readonly outputs: Plain;
}

const CASES = JSON.parse(
  readFileSync(new URL('../golden/torch/modules.json', import.meta.url), 'utf8'),
) as Case[];

function digits(): AnyNetwork {
  return input([4, 4, 1]).to(
    conv2d(3, 3, { padding: 1, bias: null }),
    batchNorm(),
    relu(),
    maxPool2d(2),
    flatten(),
    tanh(4),
    softmax(2),
  );
}

const NETWORKS: Readonly<Record<string, () => AnyNetwork>> = {
  TransformerEncoder: () =>
    input([3, 4]).to(transformerBlock(2, { hidden: 5 }), transformerBlock(2, { hidden: 5 })),
  'Digits, in half precision': digits,
  'Digits, in bfloat16': digits,
  'Tagger, in double precision': () =>
    input([4, 2]).to(bidirectional(lstm(3, { returnSequences: true })), linear(2)),
  LSTM: () => input([4, 2]).to(lstm(3, { returnSequences: true })),
  GRU: () => input([4, 2]).to(gru(3, { returnSequences: true, updateGate: 'keeps', hiddenBias: 0 })),
  'attention of four dense layers': () => input([3, 4]).to(multiHeadAttention(2)),
  'a block of a vision transformer': () => input([3, 4]).to(transformerBlock(2, { hidden: 5 })),
  'twelve alike': () => input(2).to(...(Array.from({ length: 12 }, () => linear(2)) as [])) as AnyNetwork,
};

const FOUR = ['query', 'key', 'value', 'dense'];
const NAMES: Readonly<Record<string, ModuleNames>> = {
  'attention of four dense layers': { 'multi-head-attention-1': FOUR },
  'a block of a vision transformer': { 'multi-head-attention-1': ['attn.qkv', 'attn.proj'] },
};

it.each(CASES)('gives the outputs of a model that was made in PyTorch: $name', async (example) => {
  const network = (NETWORKS[example.name] as () => AnyNetwork)();
  await importTorchWeights(network, bytesOf(example.name), { names: NAMES[example.name] ?? {} });
  const [{ data, shape }] = example.inputs;
  const y = (await network.predict(fromTorch(Float32Array.from(data), shape))) as NdArray;
  const worst = Math.max(
    ...example.outputs.data.map(
      (value, at) => Math.abs((y.data[at] as number) - value) / Math.max(1, Math.abs(value)),
    ),
  );
  expect(y.shape).toEqual(example.outputs.shape);
  expect(worst).toBeLessThan(2e-6);
});

it('says which module each layer got its values from', async () => {
  expect(await importTorchWeights(digits(), bytesOf('Digits, in half precision'))).toEqual({
    'batch-norm-1': 'bn1',
    'conv2d-1': 'conv1',
    'softmax-1': 'fc2',
    'tanh-1': 'fc1',
  });
  const encoder = (NETWORKS['TransformerEncoder'] as () => AnyNetwork)();
  expect(await importTorchWeights(encoder, bytesOf('TransformerEncoder'))).toMatchObject({
    'multi-head-attention-2': 'layers.1.self_attn',
    'feed-forward-1.linear2': 'layers.0.linear2',
    'layer-norm-3': 'layers.1.norm1',
  });
});

it('takes the names that it is told where modules are alike', async () => {
  const network = input(2).to(linear(2), relu(), linear(2));
  const file = fileOf({ up: 1, down: 2 });
  await expect(importTorchWeights(network, file)).rejects.toThrow(
    /which module is for linear-1, linear-2, got down, up, which all fit\. Say it: \{ names: \{ 'linear-1': 'down' \} \}/,
  );
  expect(await importTorchWeights(network, file, { names: { 'linear-1': 'up' } })).toEqual({
    'linear-1': 'up',
    'linear-2': 'down',
  });
  expect((await network.read())['linear-1.bias']?.data[0]).toBe(1);
});

it('takes modules that differ in their numbers alone in the order of these', async () => {
  const network = input(2).to(linear(2), relu(), linear(2));
  await importTorchWeights(network, fileOf({ 'layers.10': 10, 'layers.9': 9 }));
  expect((await network.read())['linear-1.bias']?.data[0]).toBe(9);
});

it('lists what is missing, what is left and what has another shape together, and writes nothing', async () => {
  const network = input(2).to(linear(2), linear(3));
  network.initialize(random(0));
  const before = await network.read();
  const tensors = {
    '0.weight': zeros([2, 2]),
    '1.weight': zeros([3, 4]),
    '1.bias': zeros([3]),
    'head.weight': zeros([1, 3]),
  };
  const names = { 'linear-1': '0', 'linear-2': '1' };
  await expect(importTorchWeights(network, bytes(tensors), { names })).rejects.toThrow(
    'importTorchWeights: expected the tensors of this network, got a file without 0.bias [2]; with head.weight [1, 3], which no layer takes; with 1.weight [3, 4] for linear-2, which takes [3, 2].',
  );
  await expect(importTorchWeights(network, bytes(tensors))).rejects.toThrow(/without .* for linear-1/);
  expect(await network.read()).toEqual(before);
});

it('names a layer that there is not, and the one that is meant', async () => {
  const network = input(2).to(relu(2));
  await expect(importTorchWeights(network, fileOf({ fc: 1 }), { names: { 'relu-2': 'fc' } })).rejects.toThrow(
    /expected one of relu-1, got 'relu-2'\. Did you mean 'relu-1'\?/,
  );
  await expect(
    importTorchWeights(network, fileOf({ fc: 1 }), { names: { 'relu-1': ['fc', 'fc2'] } }),
  ).rejects.toThrow(/names, relu-1: expected the name of a module, got/);
});

it('adds the two biases of an lstm, and those of a gru but for the new state’s', async () => {
  const lstmBiases = { bias_ih_l0: filled([4], 1), bias_hh_l0: filled([4], 2) };
  const network = input([3, 1]).to(lstm(1));
  await importTorchWeights(
    network,
    bytes({ weight_ih_l0: zeros([4, 1]), weight_hh_l0: zeros([4, 1]), ...lstmBiases }),
  );
  expect((await network.read())['lstm-1.bias']?.toArray()).toEqual([3, 3, 3, 3]);

  const gruOf = (newState: number) =>
    bytes({
      weight_ih_l0: zeros([3, 1]),
      weight_hh_l0: zeros([3, 1]),
      bias_ih_l0: filled([3], 1),
      bias_hh_l0: new NdArray(Float32Array.of(2, 2, newState), [3]),
    });
  const gated = input([3, 1]).to(gru(1));
  await importTorchWeights(gated, gruOf(0));
  expect((await gated.read())['gru-1.bias']?.toArray()).toEqual([3, -3, 1]); // its update gate replaces
  await expect(importTorchWeights(gated, gruOf(2))).rejects.toThrow(
    /layer gru-1: expected a bias_hh_l0 of 0 for the new state.*hiddenBias: 0/,
  );
});

it('refuses what is no finite number', async () => {
  const network = input(2).to(linear(2));
  await expect(importTorchWeights(network, fileOf({ fc: Number.NaN }))).rejects.toThrow(
    /importTorchWeights, linear-1\.bias: expected .*, got NaN/,
  );
});

it('refuses numbers in the row of padding, which PyTorch would give and we would not', async () => {
  const network = input(3).to(embedding(2, 1, { paddingIndex: 1 }));
  await importTorchWeights(network, bytes({ weight: new NdArray(Float32Array.of(5, 0), [2, 1]) }));
  await expect(importTorchWeights(network, bytes({ weight: filled([2, 1], 5) }))).rejects.toThrow(
    /zeros in row 1.*without paddingIndex/,
  );
});

it('takes modules that are called as the layers are, dots and all, and writes them so', async () => {
  const make = () =>
    input(2).to(linear(2, { name: 'layer1.0.fc' }), relu(), linear(2, { name: 'head' })) as AnyNetwork;
  const [network, other] = [make(), make()];
  await importTorchWeights(network, fileOf({ head: 2, 'layer1.0.fc': 1 }));
  expect((await network.read())['layer1.0.fc.bias']?.data[0]).toBe(1);
  const file = new Blob(await torchWeights(network, { names: 'layers' }));
  expect([...(await readSafetensors(file)).tensors.keys()]).toEqual([
    'layer1.0.fc.weight',
    'layer1.0.fc.bias',
    'head.weight',
    'head.bias',
  ]);
  await importTorchWeights(other, file);
  expect(await other.read()).toEqual(await network.read());
});

it('finds modules of the names within a module of the file’s', async () => {
  const network = input(2).to(linear(2, { name: 'up' }), relu(), linear(2, { name: 'down' })) as AnyNetwork;
  expect(await importTorchWeights(network, fileOf({ 'net.body.up': 1, 'net.body.down': 2 }))).toEqual({
    up: 'net.body.up',
    down: 'net.body.down',
  });
});

it('passes over what is missing and what is left where it need not be strict, but not other shapes', async () => {
  const network = input(2).to(linear(2, { name: 'up' }), linear(2, { name: 'down' })) as AnyNetwork;
  network.initialize(random(5));
  const before = await network.read();
  const file = fileOf({ up: 1, head: 7 });
  await expect(importTorchWeights(network, file)).rejects.toThrow(/which all fit/);
  expect(await importTorchWeights(network, file, { strict: false })).toEqual({ up: 'up' });
  const after = await network.read();
  expect(after['up.bias']?.toArray()).toEqual([1, 1]);
  expect(after['down.weight']).toEqual(before['down.weight']);
  const misshapen = bytes({ 'up.weight': zeros([3, 2]), 'up.bias': zeros([3]) });
  await expect(importTorchWeights(network, misshapen, { strict: false })).rejects.toThrow(
    /with up\.weight \[3, 2\] for up, which takes \[2, 2\]/,
  );
  const lacking = { names: { up: 'gone' }, strict: false };
  await expect(importTorchWeights(network, file, lacking)).rejects.toThrow(/without gone\.weight \[2, 2\]/);
});

it('writes attention as four dense layers under the names that it is given', async () => {
  const network = input([3, 4]).to(multiHeadAttention(2));
  network.initialize(random(1));
  const names = { 'multi-head-attention-1': FOUR };
  const { tensors } = await readSafetensors(new Blob(await torchWeights(network, { names })));
  const query = (await network.read())['multi-head-attention-1.queryWeight'] as NdArray;
  expect(tensors.get('query.weight')).toEqual(query.transpose());
  expect(tensors.size).toBe(8);
});

it('refuses one name for two modules', async () => {
  const network = input(2).to(linear(2), linear(2));
  network.initialize(random(1));
  const names = { 'linear-1': 'fc', 'linear-2': 'fc' };
  await expect(torchWeights(network, { names })).rejects.toThrow(
    /names: expected each module once, got 'fc' twice/,
  );
});

it('writes to a file what it gives in pieces', async () => {
  const network = digits();
  network.initialize(random(3));
  const folder = mkdtempSync(join(tmpdir(), 'neutype-torch-'));
  try {
    const file = join(folder, 'digits.safetensors');
    await saveTorchWeights(network, file);
    expect(readFileSync(file)).toEqual(Buffer.concat(await torchWeights(network)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('takes a file that was changed at random whole or not at all', async () => {
  const network = digits();
  const original = new Uint8Array(bytesOf('Digits, in half precision'));
  const headerEnd = 8 + Number(new DataView(original.buffer).getBigUint64(0, true));
  const counts = { taken: 0, refused: 0 };
  for (let run = 0; run < 500; run++) {
    const source = random(run);
    const file = original.slice();
    for (let change = source.integer(3); change >= 0; change--) {
      file[source.integer(headerEnd)] = '0123456789.,"bw[]{}'.charCodeAt(source.integer(19));
    }
    network.initialize(random(0));
    const before = await network.read();
    try {
      await importTorchWeights(network, file);
      counts.taken += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(NeutypeError);
      expect(await network.read()).toEqual(before);
      counts.refused += 1;
    }
  }
  expect(counts.refused).toBeGreaterThan(300);
});

it('says in the file that it is PyTorch’s', async () => {
  const network = input(2).to(relu(2));
  network.initialize(random(0));
  const { metadata, tensors } = await readSafetensors(new Blob(await torchWeights(network)));
  expect(metadata).toEqual({ format: 'pt' });
  expect([...tensors.keys()]).toEqual(['0.weight', '0.bias']);
});

function bytesOf(name: string): Buffer {
  return Buffer.from((CASES.find((each) => each.name === name) as Case).file, 'base64');
}

/** Images of PyTorch's with their channels last. */
function fromTorch(data: Float32Array, shape: readonly number[]): NdArray {
  const x = new NdArray(data, shape);
  return shape.length === 4 ? x.transpose(0, 2, 3, 1) : x;
}

/** Modules `nn.Linear(2, 2)` whose bias is a number. */
function fileOf(modules: Readonly<Record<string, number>>): Blob {
  return bytes(
    Object.fromEntries(
      Object.entries(modules).flatMap(([name, bias]) => [
        [`${name}.weight`, zeros([2, 2])],
        [`${name}.bias`, filled([2], bias)],
      ]),
    ),
  );
}

function filled(shape: readonly number[], value: number): NdArray {
  const array = zeros(shape);
  array.data.fill(value);
  return array;
}

function bytes(tensors: Readonly<Record<string, NdArray>>): Blob {
  return new Blob(writeSafetensors(tensors));
}
