import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import type { NdArray } from '@neutype/ndarray';
import { loadOnnx } from '../../src/index.js';
import { ModelProtoSchema, type TensorProto } from '../../src/onnx/proto/onnx_pb.js';

const MLP = new Uint8Array(readFileSync(new URL('../golden/onnx/mlp.torchscript.onnx', import.meta.url)));

/** Each weight without the bits that bfloat16 does not have. */
const short = rewritten((tensor, values) => {
  const bits = new Uint32Array(values.buffer);
  tensor.rawData = new Uint8Array(bits.map((each) => each & 0xffff0000).buffer);
});

describe('weights are the same however a file stores them:', () => {
  it.each<readonly [string, (tensor: TensorProto, values: Float32Array) => void]>([
    [
      'as a list of floats',
      (tensor, values) => {
        tensor.floatData = [...values];
        tensor.rawData = new Uint8Array();
      },
    ],
    [
      'as bytes of doubles',
      (tensor, values) => {
        tensor.dataType = 11;
        tensor.rawData = new Uint8Array(Float64Array.from(values).buffer);
      },
    ],
    [
      'as bytes of bfloat16',
      (tensor, values) => {
        tensor.dataType = 16;
        tensor.rawData = new Uint8Array(Uint16Array.from(upperHalves(values)).buffer);
      },
    ],
    [
      'as bfloat16 in a list of integers',
      (tensor, values) => {
        tensor.dataType = 16;
        tensor.int32Data = [...upperHalves(values)];
        tensor.rawData = new Uint8Array();
      },
    ],
  ])('%s', async (_, store) => {
    expect(await weightsIn(rewritten(store, short))).toEqual(await weightsIn(short));
  });
});

function rewritten(
  store: (tensor: TensorProto, values: Float32Array) => void,
  file: Uint8Array = MLP,
): Uint8Array {
  const model = fromBinary(ModelProtoSchema, file);
  for (const tensor of model.graph!.initializer)
    store(tensor, new Float32Array(tensor.rawData.slice().buffer));
  return toBinary(ModelProtoSchema, model);
}

function upperHalves(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer).map((bits) => bits >>> 16);
}

async function weightsIn(file: Uint8Array): Promise<Record<string, NdArray>> {
  return (await loadOnnx(file)).read();
}
