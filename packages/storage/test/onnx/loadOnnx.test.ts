import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { add, input, join, linear, type Network, parallel, relu, tanh } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { loadOnnx, onnxBytes } from '../../src/index.js';
import { ModelProtoSchema } from '../../src/onnx/proto/onnx_pb.js';
import { operatorNames } from '../../src/onnx/read/operators/operators.js';

const GOLDEN = new URL('../golden/onnx/', import.meta.url);

interface Case {
  readonly x: never;
  readonly y: never;
}

const CASES = JSON.parse(readFileSync(new URL('torch.json', GOLDEN), 'utf8')) as Record<string, Case>;

const EXPORTERS = ['dynamo', 'torchscript'];

/** The newer exporter writes out every step of a plain recurrence, which no layer is. */
const NOT_THERE = 'rnn.dynamo';

describe.each(Object.keys(CASES))('PyTorch’s %s', (name) => {
  it.each(EXPORTERS.filter((exporter) => `${name}.${exporter}` !== NOT_THERE))(
    'gives the same outputs, as the %s exporter wrote it',
    async (exporter) => {
      const { x, y } = CASES[name] as Case;
      const network = await loaded(`${name}.${exporter}`);
      if (process.env['SHOW']) console.log(String(network));
      const outputs = await outputOf(network, ndarray(x));
      expectClose(outputs, ndarray(y));
    },
  );
});

it('gives what Keras gives for a network that Keras wrote, images channels last as there', async () => {
  const { x, y } = JSON.parse(readFileSync(new URL('keras.json', GOLDEN), 'utf8')) as Case;
  const network = await loaded('keras');
  expect(network.layers.map(({ kind }) => kind)).not.toContain('transpose');
  expectClose(await outputOf(network, ndarray(x)), ndarray(y));
});

interface OperatorCase {
  readonly model: string;
  readonly x: never;
  readonly y: readonly never[];
}

const OPERATORS = JSON.parse(readFileSync(new URL('operators.json', GOLDEN), 'utf8')) as Record<
  string,
  OperatorCase
>;

describe('a network gives what ONNX Runtime gives for', () => {
  it.each(Object.keys(OPERATORS))('%s', async (name) => {
    const { model, x, y } = OPERATORS[name] as OperatorCase;
    const network = await loadOnnx(Buffer.from(model, 'base64'));
    if (process.env['SHOW']) console.log(String(network));
    const given = await outputOf(network, ndarray(x));
    const outputs = y.length === 1 ? [given] : Object.values(given as unknown as Record<string, NdArray>);
    expect(outputs).toHaveLength(y.length);
    for (const [index, output] of outputs.entries()) expectClose(output, ndarray(y[index] as never));
  });
});

describe('images may go in channels last', () => {
  it.each(['lenet', 'resnet', 'gated', 'conv1d'])('with nothing that turns them: %s', async (name) => {
    const { x, y } = CASES[name] as Case;
    const network = await loadOnnx(fileOf(`${name}.dynamo`), { layout: 'channelsLast' });
    expect(network.layers.map(({ kind }) => kind)).not.toContain('transpose');
    const outputs = await outputOf(network, channelsLast(ndarray(x)));
    const expected = ndarray(y) as NdArray;
    expectClose(outputs, expected.rank > 2 ? channelsLast(expected) : expected);
  });
});

it('layers are called as in the program that wrote the file, parameters, too', async () => {
  const network = await loaded('resnet.dynamo');
  expect(network.parameters.map(({ name }) => name)).toEqual([
    'shortcut.weight',
    'shortcut.bias',
    'conv1.weight',
    'conv1.bias',
    'conv2.weight',
    'conv2.bias',
    'depthwise.weight',
    'depthwise.bias',
    'head.weight',
    'head.bias',
  ]);
});

it('what an exporter wrote as fifty nodes of a transformer reads as the layers that it was', async () => {
  const { layers } = await loaded('encoder.torchscript');
  expect(layers.map(({ kind }) => kind)).toEqual([
    'input',
    'position-embedding',
    'multi-head-attention',
    'add',
    'layer-norm',
    'gelu',
    'linear',
    'add',
    'layer-norm',
    'global-avg-pool',
    'linear',
  ]);
});

it('a bias that is 0 as yet is a bias that can be trained', async () => {
  const network = input(3).to(relu(2), linear(1)) as Network;
  network.initialize(random(1));
  const loaded = await loadOnnx(new Blob(await onnxBytes(network)));
  expect(await loaded.read()).toEqual(await network.read());
});

it('weights that two places of a file share are one layer’s, and are trained together', async () => {
  const twice = linear(3);
  const network = input(3).to(parallel(twice, join(tanh(), twice)), add()) as Network;
  network.initialize(random(1));
  const loaded = await loadOnnx(new Blob(await onnxBytes(network)));
  expect(loaded.parameters.map(({ name }) => name)).toEqual(['linear-1.weight', 'linear-1.bias']);
  const x = ndarray([[1, -2, 3]]) as NdArray;
  expectClose(await outputOf(loaded, x), (await outputOf(network, x)) as NdArray);
});

it('takes the sizes that a file leaves open from its options', async () => {
  const { model, x, y } = OPERATORS['softmax of version 11'] as OperatorCase;
  const open = fromBinary(ModelProtoSchema, Buffer.from(model, 'base64'));
  for (const dimension of open.graph!.input[0]!.type!.value.value!.shape!.dim) {
    dimension.value = { case: 'dimParam', value: 'open' };
  }
  const network = await loadOnnx(toBinary(ModelProtoSchema, open), { shapes: { x: [3, 4] } });
  expectClose(await outputOf(network, ndarray(x)), ndarray(y[0]!));
});

it('says which inputs there are where a shape is for none of them', async () => {
  await expect(loadOnnx(fileOf('mlp.dynamo'), { shapes: { images: [5] } })).rejects.toThrow(
    "loadOnnx, option shapes: expected shapes of the file's inputs, 'x', got 'images'.",
  );
});

it('every operator that is read is in the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(operatorNames.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

function loaded(name: string): Promise<Network> {
  return loadOnnx(fileOf(name));
}

function fileOf(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.onnx`, GOLDEN));
}

function channelsLast(images: NdArray): NdArray {
  const [, , ...positions] = images.shape.map((_, axis) => axis);
  return images.transpose(0, ...positions, 1) as NdArray;
}

async function outputOf(network: Network, x: NdArray): Promise<NdArray> {
  return (await network.predict(x)) as NdArray;
}

function expectClose(given: NdArray, expected: NdArray): void {
  expect(given.shape).toEqual(expected.shape);
  const furthest = given.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected.data[at]!)),
    0,
  );
  expect(furthest).toBeLessThan(1e-5);
}
