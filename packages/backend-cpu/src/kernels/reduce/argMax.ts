import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel, KernelCall } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 1.2;

/** x as [outer, length, inner], of which the middle is searched; undefined for what is left to tfjs. */
function planOf(x: TensorInfo, attrs: KernelCall['attrs']) {
  const size = util.sizeFromShape(x.shape);
  if (x.dtype !== 'float32' || size === 0 || x.shape.length === 0) return undefined;
  const axis = util.parseAxisParam(attrs['axis'] as number, x.shape)[0]!;
  const length = x.shape[axis]!;
  const inner = util.sizeFromShape(x.shape.slice(axis + 1));
  const shape = x.shape.filter((_, index) => index !== axis);
  return { shape, size, outer: size / length / inner, length, inner };
}

function argKernel(name: string, smallest: boolean): EngineKernel {
  return {
    name,
    run({ inputs, attrs, engine }) {
      const x = inputs['x']!;
      const plan = planOf(x, attrs);
      if (plan === undefined) return undefined;
      const { shape, size, outer, length, inner } = plan;
      const from = engine.pointer(x);
      const y = engine.output(shape, 'int32');
      const to = engine.pointer(y);
      launch
        .argMax(engine, { smallest, x: from, y: to, outer, length, inner })
        .run(Math.min(size / length, itemsFor(size, 4)), size * NANOSECONDS_PER_ELEMENT);
      return y;
    },
    runPlainly({ inputs, attrs, engine }) {
      const x = inputs['x']!;
      const plan = planOf(x, attrs);
      if (plan === undefined) return undefined;
      const { shape, outer, length, inner } = plan;
      const values = engine.data.get(x.dataId).values as Float32Array;
      const places = Int32Array.from({ length: outer * inner }, (_, at) => {
        const first = Math.floor(at / inner) * length * inner + (at % inner);
        return placeOf(values, first, length, inner, smallest);
      });
      return engine.makeTensorInfo(shape, 'int32', places);
    },
  };
}

/** Where the first NaN is, or else the first largest or smallest. */
function placeOf(
  values: Float32Array,
  first: number,
  length: number,
  stride: number,
  smallest: boolean,
): number {
  let best = 0;
  for (let index = 0; index < length; index++) {
    const value = values[first + index * stride]!;
    const most = values[first + best * stride]!;
    if (Number.isNaN(value)) return index;
    if (smallest ? value < most : value > most) best = index;
  }
  return best;
}

export const argMax: EngineKernel = argKernel('ArgMax', false);
export const argMin: EngineKernel = argKernel('ArgMin', true);
