import type { EngineKernel } from '../../engine/kernel.js';
import { isProductOfFloats, product } from './product.js';

export const batchMatMul: EngineKernel = {
  name: 'BatchMatMul',
  run({ inputs, attrs, engine }) {
    const a = inputs['a']!;
    const b = inputs['b']!;
    const transposeA = Boolean(attrs['transposeA']);
    if (!isProductOfFloats(a, b, transposeA)) return undefined;
    return product(engine, a, b, {
      transposeA,
      transposeB: Boolean(attrs['transposeB']),
    });
  },
};
