import { create, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPaths } from 'node:path';
import { minMaxScaler, perImage, standardScaler } from '@neutype/datasets';
import {
  add,
  apply,
  avgPool2d,
  batchNorm,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  crop,
  dropout,
  embedding,
  flatten,
  gelu,
  globalAvgPool,
  globalMaxPool,
  globalPool,
  groupNorm,
  gru,
  input,
  join,
  layer,
  linear,
  lstm,
  maxPool2d,
  type Network,
  outputs,
  pad,
  parallel,
  positionalEncoding,
  positionEmbedding,
  pRelu,
  relu,
  residual,
  simpleRnn,
  softmax,
  tanh,
  upsample,
} from '@neutype/layers';
import { NdArray } from '@neutype/ndarray';
import { drawValues, expectSameOutputs, runOnnx } from '@neutype/onnx-runtime';
import { random } from '@neutype/random';
import { mean } from '@tensorflow/tfjs-core';
import {
  load,
  networkToSafetensors,
  type OnnxOptions,
  onnxBytes,
  type Preparation,
  saveOnnx,
} from '../../src/index.js';
import { GraphProtoSchema, type ModelProto, ModelProtoSchema } from '../../src/onnx/proto/onnx_pb.js';
import { encode } from '../../src/onnx/write/encode.js';
import { VERSION } from '../../src/version.js';

describe('options of layers, written as ONNX, give the same outputs in ONNX Runtime:', () => {
  const sequences = () => input([4, 3]);
  const images = () => input([6, 5, 2]);
  it.each<[string, () => unknown]>([
    [
      'lstm whose gates have an activation each',
      () =>
        sequences().to(
          lstm(2, { activations: { input: 'hardSigmoid', forget: 'linear', cell: 'relu', output: 'tanh' } }),
        ),
    ],
    [
      'lstm that gives its last cell',
      () => sequences().to(lstm(2, { returnCell: true, peepholes: true, learnInitialState: true })),
    ],
    [
      'lstm with padding that gives its last cell',
      () => sequences().to(lstm(2, { returnCell: true, maskValue: 0, bias: null })),
    ],
    [
      'lstm that begins with the state of another',
      () =>
        sequences().to(
          parallel(join(), lstm(2, { returnCell: true })),
          lstm(2, { returnSequences: true, backwards: true }),
        ),
    ],
    [
      'lstm of hard gates',
      () =>
        sequences().to(
          lstm(2, {
            activations: { input: 'hardSigmoid', forget: 'hardSigmoid', output: 'hardSigmoid', cell: 'relu' },
          }),
        ),
    ],
    [
      'gru with padding, backwards',
      () => sequences().to(gru(2, { maskValue: 0, backwards: true, hiddenBias: 0 })),
    ],
    [
      'gru that keeps its state, with padding',
      () =>
        sequences().to(
          gru(2, { maskValue: 0, updateGate: 'keeps', returnSequences: true, learnInitialState: true }),
        ),
    ],
    [
      'gru that resets before the product',
      () => sequences().to(gru(2, { resetGate: 'before', returnSequences: true, backwards: true })),
    ],
    [
      'gru that resets before the product, with padding and a learned state',
      () =>
        sequences().to(
          gru(2, { resetGate: 'before', maskValue: 0, updateGate: 'keeps', learnInitialState: true }),
        ),
    ],
    [
      'gru that resets before the product, with gates of different activations',
      () => sequences().to(gru(2, { resetGate: 'before', activations: { update: 'tanh' }, bias: null })),
    ],
    ['gru with an update gate of tanh', () => sequences().to(gru(2, { activations: { update: 'tanh' } }))],
    [
      'gru with hard gates and biases',
      () =>
        sequences().to(
          gru(2, { activations: { update: 'hardSigmoid', reset: 'hardSigmoid' }, hiddenBias: 0 }),
        ),
    ],
    [
      'simpleRnn without a bias',
      () => sequences().to(simpleRnn(2, { activation: 'relu', bias: null, returnSequences: true })),
    ],
    ['simpleRnn with padding', () => sequences().to(simpleRnn(2, { activation: 'linear', maskValue: 0 }))],
    [
      'recurrent layers behind each other',
      () =>
        sequences().to(
          bidirectional(lstm(3, { returnSequences: true })),
          dropout(0.5),
          gru(2, { returnSequences: true }),
          batchNorm(),
          conv1d(2, 2),
        ),
    ],
    ['means over steps with padding', () => sequences().to(globalPool('sum', { maskValue: 0 }))],
    ['positions of sequences with padding', () => sequences().to(positionalEncoding({ maskValue: 0 }))],
    [
      'learned positions of sequences with padding',
      () => sequences().to(positionEmbedding(6, { maskValue: 0 })),
    ],
    [
      'axes of images between convolutions',
      () =>
        images().to(
          conv2d(4, 2),
          pRelu({ alphaAxes: [1, 3] }),
          batchNorm(),
          pad([[1, 2], 0], { mode: 'symmetric' }),
          crop([[0, 1], 1]),
          upsample(2, { mode: 'bilinear' }),
          softmax({ axis: 2 }),
          conv2d(2, 1),
        ),
    ],
    [
      'pads of all modes between convolutions',
      () =>
        images().to(
          conv2d(3, 1),
          pad(1, { mode: 'reflect' }),
          pad([[2, 0], 1], { mode: 'edge' }),
          pad(1, { value: -1 }),
          pRelu(),
          conv2d(2, 1),
        ),
    ],
    [
      'branches that come together by channels and by rows',
      () =>
        images().to(
          parallel(conv2d(3, 1), join(conv2d(2, 1), relu())),
          concatenate(),
          parallel(join(), conv2d(5, 1)),
          concatenate({ axis: 1 }),
          groupNorm(5),
        ),
    ],
    [
      'a residual around a convolution',
      () => images().to(residual(conv2d(2, 3, { padding: 'same' }), batchNorm()), relu(), globalMaxPool()),
    ],
    ['a batch norm of sequences', () => sequences().to(batchNorm(), linear(2))],
    ['a batch norm for each value', () => sequences().to(batchNorm({ axes: [0] }))],
    ['upsampled sequences', () => sequences().to(upsample(3, { mode: 'bilinear' }), upsample(2))],
    ['upsampled volumes', () => input([2, 3, 2, 2]).to(upsample([2, 1, 3]))],
    ['interpolated volumes', () => input([2, 3, 2, 2]).to(upsample([2, 1, 3], { mode: 'bilinear' }))],
    [
      'pools whose windows reach over the border',
      () =>
        images().to(
          avgPool2d(3, { stride: 2, padding: [[2, 1], 1] }),
          maxPool2d([2, 1], { padding: 'same', stride: 3 }),
          globalAvgPool(),
        ),
    ],
    [
      'one layer for two branches',
      () => {
        const encoder = input([4, 4, 1]).to(conv2d(2, 2), relu(), flatten(), linear(3));
        return parallel(encoder, encoder.copy({ weights: 'shared' })).to(add());
      },
    ],
  ])('%s', async (_, make) => {
    const network = make() as Network;
    await drawValues(network, 3);
    await expectSameOutputs(network, await onnxBytes(network));
  });

  it.each([18, 19, 20])('what opset %i has no operators for', async (opset) => {
    const network = input([4, 6]).to(gelu(), gelu({ approximate: 'tanh' }), groupNorm(3)) as Network;
    await drawValues(network, 3);
    await expectSameOutputs(network, await onnxBytes(network, { opset }));
  });
});

describe('the inputs and outputs of a model', () => {
  it('are those of the network, by name and shape, with a batch of any size', async () => {
    const network = outputs({
      both: parallel(
        input([4, 4, 1], { name: 'image' }).to(conv2d(2, 2), flatten()),
        input(3, { name: 'row' }).to(linear(2)),
      ).to(concatenate()),
    }) as Network;
    await drawValues(network, 1);
    await expectSameOutputs(network, await onnxBytes(network));
    const { graph } = await modelOf(network);
    expect(graph?.input.map(shapeOf)).toEqual([
      ['image', 'batch', 4n, 4n, 1n],
      ['row', 'batch', 3n],
    ]);
    expect(graph?.output.map(shapeOf)).toEqual([['both', 'batch', 20n]]);
  });

  it('are several where the network has several, one of them behind another', async () => {
    const body = input(4, { name: 'x' }).to(tanh(3));
    const network = outputs({
      hidden: body,
      classes: body.to(softmax(2)),
      same: body.to(dropout(0.5)),
    }) as Network;
    await drawValues(network, 1);
    await expectSameOutputs(network, await onnxBytes(network));
  });

  it('are int64 where words go in, and float32 where these are more than words', async () => {
    const words = input(3, { name: 'words' });
    const network = words.to(embedding(5, 2)) as Network;
    const mixed = words.to(parallel(join(embedding(5, 2), flatten()), linear(2)), concatenate()) as Network;
    for (const each of [network, mixed]) await drawValues(each, 1);
    const types = await Promise.all(
      [network, mixed].map(
        async (each) => (await modelOf(each)).graph?.input[0]?.type?.value.value?.elemType,
      ),
    );
    expect(types).toEqual([7, 1]);
  });
});

describe('a model', () => {
  it('has no transposition between layers that take their channels first', async () => {
    const network = input([8, 8, 3]).to(
      conv2d(4, 3),
      batchNorm(),
      relu(),
      residual(conv2d(4, 3, { padding: 'same' }), relu()),
      maxPool2d(2),
      dropout(0.2),
      conv2d(2, 1),
      globalAvgPool(),
      softmax(2),
    );
    expect(await operatorsOf(network as Network)).toEqual([
      'Transpose',
      'Conv',
      'BatchNormalization',
      'Relu',
      'Conv',
      'Relu',
      'Add',
      'MaxPool',
      'Conv',
      'ReduceMean',
      'Gemm',
      'Softmax',
    ]);
  });

  it('has no transposition between recurrent layers', async () => {
    const network = input([5, 3]).to(lstm(4, { returnSequences: true }), dropout(0.1), gru(2));
    expect(await operatorsOf(network as Network)).toEqual(['Transpose', 'LSTM', 'Squeeze', 'GRU', 'Squeeze']);
  });

  it('holds shared parameters once', async () => {
    const encoder = input(4).to(linear(3));
    const { graph } = await modelOf(
      parallel(encoder, encoder.copy({ weights: 'shared' })).to(add()) as Network,
    );
    expect(graph?.initializer.map(({ name }) => name)).toEqual(['linear-1.weight', 'linear-1.bias']);
  });

  it('says who made it, which operators it needs and what its classes are', async () => {
    const network = input(4).to(softmax(2)) as Network;
    const model = await modelOf(network, { classes: ['cat', 'dog'], name: 'pets', opset: 20 });
    expect([model.producerName, model.producerVersion]).toEqual(['neutype', VERSION]);
    expect(model.irVersion).toBe(9n);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 20n]]);
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([['classes', '["cat","dog"]']]);
    expect(model.graph?.name).toBe('pets');
  });
});

describe('a model that prepares its data', () => {
  const x = new NdArray(
    Float32Array.from({ length: 24 }, (_, at) => ((at * 37) % 101) - 20),
    [3, 2, 2, 2],
  );

  it.each<[string, Preparation]>([
    ['by a division', { divide: 255 }],
    ['by what was learned of each feature', standardScaler(x)],
    [
      'one image by itself, after two other things',
      [minMaxScaler(x, { range: [-1, 1] }), { divide: 3 }, perImage],
    ],
  ])('does it %s', async (_, preparation) => {
    const network = input([2, 2, 2], { name: 'image' }).to(conv2d(2, 2), flatten(), softmax(3));
    await drawValues(network as Network, 2);
    const file = new Blob(await networkToSafetensors(network, { preparation }));
    const expected = await (await load(file)).predictRaw(x);
    const model = await new Blob(await onnxBytes(network, { preparation })).arrayBuffer();
    const [given] = await runOnnx(new Uint8Array(model), [{ image: { data: x.data, dims: x.shape } }]);
    const values = given?.['softmax-1']?.data ?? [];
    expect(values).toHaveLength(9);
    for (const [at, value] of expected.data.entries()) expect(values[at]).toBeCloseTo(value, 6);
  });

  it('does so for each input by its name', async () => {
    const network = parallel(input(2, { name: 'a' }), input(2, { name: 'b' })).to(concatenate({ name: 'y' }));
    const model = await new Blob(
      await onnxBytes(network, { preparation: { b: { divide: 2 } } }),
    ).arrayBuffer();
    const row = { data: Float32Array.of(6, -8), dims: [1, 2] };
    const [given] = await runOnnx(new Uint8Array(model), [{ a: row, b: row }]);
    expect(given?.['y']?.data).toEqual([6, -8, 3, -4]);
  });

  it('is refused for an input that there is not', async () => {
    await expect(onnxBytes(input(2).to(tanh()), { preparation: { image: perImage } })).rejects.toThrow(
      /onnxBytes, option preparation: .*input-1/,
    );
  });
});

describe('a file', () => {
  it('has the pieces that onnxBytes gives', async () => {
    const network = input(4).to(softmax(2));
    network.initialize(random(1));
    const file = joinPaths(await mkdtemp(joinPaths(tmpdir(), 'neutype-')), 'pets.onnx');
    await saveOnnx(network, file, { classes: ['cat', 'dog'] });
    const bytes = await new Blob(await onnxBytes(network, { classes: ['cat', 'dog'] })).arrayBuffer();
    expect(await readFile(file)).toEqual(Buffer.from(bytes));
  });

  it('has the classes of a network that was loaded with them', async () => {
    const network = input(4).to(softmax(2));
    network.initialize(random(1));
    const loaded = await load(new Blob(await networkToSafetensors(network, { classes: ['cat', 'dog'] })));
    const model = await modelOf(loaded as Network);
    expect(model.metadataProps.map(({ value }) => value)).toEqual(['["cat","dog"]']);
  });

  it('of 2 GiB is refused, with a format that has no such bound', () => {
    const stored = { name: 'w', dataType: 1, dims: [2 ** 29], byteLength: 2 ** 31, pieces: noPieces };
    expect(() => encode(create(ModelProtoSchema), create(GraphProtoSchema), [stored])).toThrow(
      /below 2 GiB.*got 2\.0 GiB.*safetensors/s,
    );
  });
});

async function* noPieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {}

describe('writing ONNX refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a function of yours',
      () => input(3).to(apply((x) => x, { name: 'own' })),
      /layer own.*apply.*network\.until/s,
    ],
    [
      'a pooling by a function',
      () => input([3, 2]).to(globalPool((x) => mean(x, 1))),
      /layer global-pool-1.*'avg', 'max' or 'sum'/s,
    ],
    [
      'a layer of yours by the kind of another',
      () => input(3).to(layer({ kind: 'relu', settings: {}, forward: (x) => x })),
      /layer relu-1, kind: .*a layer of your own/s,
    ],
    ['an output that is called as an input', () => input(3, { name: 'x' }), /x for both.*outputs\(\{/s],
  ])('%s, naming it', async (_, make, message) => {
    const network = make() as Network;
    network.initialize(random(1));
    await expect(onnxBytes(network)).rejects.toThrow(message);
  });

  it('networks without values', async () => {
    await expect(onnxBytes(input(3).to(linear(2)))).rejects.toThrow('linear-1.weight');
  });

  it.each<[OnnxOptions, RegExp]>([
    [{ opset: 17 }, /opset: expected one of 18, .*, 24, got 17/],
    [{ classes: ['cat'] }, /onnxBytes, option classes: expected 2/],
    [{ opsets: 18 } as OnnxOptions, /opset/],
  ])('the options %j', async (options, message) => {
    const network = input(3).to(linear(2));
    network.initialize(random(1));
    await expect(onnxBytes(network, options)).rejects.toThrow(message);
  });
});

async function operatorsOf(network: Network): Promise<readonly (string | undefined)[]> {
  return (await modelOf(network)).graph?.node.map(({ opType }) => opType) ?? [];
}

async function modelOf(network: Network, options: OnnxOptions = {}): Promise<ModelProto> {
  network.initialize(random(1));
  const bytes = await new Blob(await onnxBytes(network, options)).arrayBuffer();
  return fromBinary(ModelProtoSchema, new Uint8Array(bytes));
}

function shapeOf({ name, type }: NonNullable<ModelProto['graph']>['input'][number]): unknown[] {
  return [name, ...(type?.value.value?.shape?.dim.map(({ value }) => value.value) ?? [])];
}
