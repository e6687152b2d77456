import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 0.5;

export const oneHot: EngineKernel = {
  name: 'OneHot',
  run({ inputs, attrs, engine }) {
    const indices = inputs['indices']!;
    const { dtype, depth, onValue, offValue } = attrs as {
      dtype: string;
      depth: number;
      onValue: number;
      offValue: number;
    };
    if (indices.dtype !== 'int32' || (dtype !== 'float32' && dtype !== 'int32')) return undefined;
    const count = util.sizeFromShape(indices.shape);
    const at = engine.pointer(indices);
    const y = engine.output([...indices.shape, depth], dtype);
    const to = engine.pointer(y);
    if (count * depth === 0) return y;
    const [on, off] = [onValue, offValue].map((value) =>
      dtype === 'float32' ? floatBits(value) : value,
    ) as [number, number];
    launch
      .oneHot(engine, { indices: at, y: to, count, depth, on, off })
      .run(Math.min(count, itemsFor(count * depth)), count * depth * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]!;
}
