import { NeutypeDropout, type NeutypeDropoutAttrs } from '@neutype/core';
import { threefry2x32 } from '@neutype/random';
import type { TensorflowKernel } from './kernel.js';

/** The mask is drawn in JavaScript, for TensorFlow has no generator that draws the one that every backend draws. */
export const dropout: TensorflowKernel = {
  name: NeutypeDropout,
  run({ inputs, attrs, executor }) {
    const x = inputs['x']!;
    const { rate, key0, key1 } = attrs as unknown as NeutypeDropoutAttrs;
    const counter = executor.id(inputs['counter']!);
    const dtype = executor.binding.TF_FLOAT;
    const scale = executor.binding.compute({
      key: `dropout ${x.shape} ${rate} ${key0} ${key1} ${counter}`,
      shape: x.shape,
      dtype,
      values: (native) => mask(sizeOf(x.shape), rate, key0, key1, native.tensorDataSync(counter)[0]!),
    });
    const float = executor.attributes('float', () => ({ T: { type: 'float32' } }));
    const y = executor.run('Mul', float, [executor.id(x), scale])[0]!;
    return [executor.tensor(y), executor.tensor({ id: scale, shape: x.shape, dtype })];
  },
};

/** 0 or 1 / (1 - rate) for each element, as `NeutypeDropout` in core has it. */
function mask(size: number, rate: number, key0: number, key1: number, counter: number): Float32Array {
  const scale = new Float32Array(size);
  const kept = 1 / (1 - rate);
  const words = new Uint32Array(2);
  for (let element = 0; element < size; element += 2) {
    threefry2x32(key0, key1, counter, element >>> 1, words);
    scale[element] = (words[0]! >>> 8) / 2 ** 24 >= rate ? kept : 0;
    if (element + 1 < size) scale[element + 1] = (words[1]! >>> 8) / 2 ** 24 >= rate ? kept : 0;
  }
  return scale;
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, dimension) => product * dimension, 1);
