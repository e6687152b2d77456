import { readFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { DataError } from '@neutype/errors';
import { loadOnnx } from '../../src/index.js';
import { type ModelProto, ModelProtoSchema, NodeProtoSchema } from '../../src/onnx/proto/onnx_pb.js';

const GOLDEN = new URL('../golden/onnx/', import.meta.url);
const MLP = new Uint8Array(readFileSync(new URL('mlp.torchscript.onnx', GOLDEN)));

describe('a file that cannot be trusted is refused, and the error says why:', () => {
  it.each<readonly [string, (model: ModelProto) => void, RegExp]>([
    [
      'an operator that there is no layer for, beside another',
      ({ graph }) => {
        graph!.node[1]!.opType = 'Det';
        graph!.node[4]!.opType = 'NonZero';
      },
      /node '\/1\/Relu' \(Det\): expected operators that Neutype has layers for, got Det, NonZero/,
    ],
    [
      'an operator of another domain',
      ({ graph }) => {
        graph!.node[1]!.domain = 'com.microsoft';
      },
      /got com\.microsoft\.Relu/,
    ],
    [
      'a weight that is missing',
      ({ graph }) => {
        graph!.initializer.splice(0, 1);
      },
      /node '\/0\/Gemm' \(Gemm\): expected inputs that the file gives, got '0.weight', which it does not/,
    ],
    [
      'a weight whose data are too short',
      ({ graph }) => {
        graph!.initializer[0]!.rawData = graph!.initializer[0]!.rawData.slice(4);
      },
      /initializer '0.weight': expected 40 values of type float32, got 156 bytes/,
    ],
    [
      'a weight with a negative size',
      ({ graph }) => {
        graph!.initializer[0]!.dims = [-1n, 5n];
      },
      /initializer '0.weight': expected sizes from 0, got -1/,
    ],
    [
      'a weight whose sizes multiply to more than memory holds',
      ({ graph }) => {
        graph!.initializer[0]!.dims = [2n ** 40n, 2n ** 40n];
      },
      /expected a tensor that fits into memory/,
    ],
    [
      'a weight in another file',
      ({ graph }) => {
        const weight = graph!.initializer[0]!;
        weight.dataLocation = 1;
        weight.externalData = [
          { $typeName: 'onnx.StringStringEntryProto', key: 'location', value: '../secret' },
        ];
      },
      /expected values in the file itself, got values in another, '..\/secret'/,
    ],
    [
      'a weight of texts',
      ({ graph }) => {
        graph!.initializer[0]!.dataType = 8;
      },
      /initializer '0.weight': expected numbers, got string/,
    ],
    [
      'two weights of one name',
      ({ graph }) => {
        graph!.initializer[1]!.name = graph!.initializer[0]!.name;
      },
      /initializer '0.weight': expected a name of its own/,
    ],
    [
      'two values of one name',
      ({ graph }) => {
        graph!.node[1]!.output = graph!.node[0]!.output;
      },
      /node '\/1\/Relu' \(Relu\): expected a value that nothing else gives/,
    ],
    [
      'a cycle',
      ({ graph }) => {
        graph!.node[0]!.input[0] = graph!.node[3]!.output[0]!;
      },
      /expected a graph without cycles/,
    ],
    [
      'a weight that does not fit what goes in',
      ({ graph }) => {
        graph!.initializer[0]!.dims = [5n, 8n];
      },
      /node '\/0\/Gemm' \(Gemm\): expected a matrix of 5 rows, got 8/,
    ],
    [
      'an input whose sizes are open',
      ({ graph }) => {
        const shape = graph!.input[0]!.type!.value.value!.shape!;
        shape.dim[1]!.value = { case: 'dimParam', value: 'features' };
        shape.dim.push(structuredClone(shape.dim[1]!));
      },
      /input 'x': expected sizes for all axes but that of the samples.* shapes: \{ 'x': \[…, …\] \}/,
    ],
    [
      'no graph',
      (model) => {
        model.graph = undefined;
      },
      /the file: expected a model with a graph, got none/,
    ],
    [
      'operators from before 2017',
      (model) => {
        model.opsetImport[0]!.version = 6n;
      },
      /expected operators of version 7 or later, got version 6/,
    ],
  ])('%s', async (_, change, message) => {
    const model = fromBinary(ModelProtoSchema, MLP);
    change(model);
    const loading = loadOnnx(toBinary(ModelProtoSchema, model));
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(DataError);
  });

  it('bytes that are no ONNX file', async () => {
    await expect(loadOnnx(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      /loadOnnx, the file: expected an ONNX file, got bytes that are none/,
    );
  });

  it('a file that ends early', async () => {
    await expect(loadOnnx(MLP.subarray(0, 700))).rejects.toThrow(DataError);
  });

  it('messages nested a hundred thousand deep', async () => {
    await expect(loadOnnx(nested(100_000))).rejects.toThrow(/maximum recursion depth/);
  });

  it('a constant that a file of a few bytes would have as large as memory', async () => {
    const model = fromBinary(ModelProtoSchema, MLP);
    const { graph } = model;
    graph!.initializer.push({
      ...graph!.initializer[0]!,
      name: 'sizes',
      dataType: 7,
      dims: [3n],
      rawData: new Uint8Array(BigInt64Array.of(2n ** 15n, 2n ** 15n, 8n).buffer),
    });
    graph!.node.unshift(
      create(NodeProtoSchema, { opType: 'Expand', input: ['0.bias', 'sizes'], output: ['large'] }),
    );
    graph!.node.find(({ opType }) => opType === 'Gemm')!.input[2] = 'large';
    await expect(loadOnnx(toBinary(ModelProtoSchema, model))).rejects.toThrow(
      /constants no larger than the file/,
    );
  });
});

it('makes a network of thousands of layers', async () => {
  const model = fromBinary(ModelProtoSchema, MLP);
  const [first] = model.graph!.node;
  const count = 5000;
  model.graph!.node = [
    first!,
    ...Array.from({ length: count }, (_, index) =>
      create(NodeProtoSchema, {
        opType: 'Relu',
        input: [index === 0 ? first!.output[0]! : `r${index - 1}`],
        output: [index === count - 1 ? 'y' : `r${index}`],
      }),
    ),
  ];
  const network = await loadOnnx(toBinary(ModelProtoSchema, model));
  expect(network.layers).toHaveLength(count + 1);
});

/** Attributes with graphs with nodes with attributes: each message holds the next. */
function nested(depth: number): Uint8Array {
  const lengths: number[][] = [];
  let size = 0;
  const FIELDS = [0x0a, 0x32, 0x2a]; // of a graph, its node; of an attribute, its graph; of a node, its attribute
  for (let level = 0; level < depth; level++) {
    const head = [FIELDS[level % 3]!, ...varint(size)];
    lengths.push(head);
    size += head.length;
  }
  return Uint8Array.from([0x3a, ...varint(size), ...lengths.reverse().flat()]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
