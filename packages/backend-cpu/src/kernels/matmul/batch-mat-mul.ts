import type { EngineKernel } from '../../engine/kernel.js';
import { product } from './product.js';

export const batchMatMul: EngineKernel = {
  name: 'BatchMatMul',
  run({ inputs, attrs, engine }) {
    const a = inputs['a']!;
    const b = inputs['b']!;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    return product(engine, a, b, {
      transposeA: Boolean(attrs['transposeA']),
      transposeB: Boolean(attrs['transposeB']),
    });
  },
};
