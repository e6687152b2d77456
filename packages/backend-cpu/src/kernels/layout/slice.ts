import { slice_util, util } from '@tensorflow/tfjs-core';
import type { ResidentDtype } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { bytesPerElement } from '../../engine/tensorData.js';
import { launchCopy, planCopy } from './copy.js';

export const slice: EngineKernel = {
  name: 'Slice',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    if (!isCopied(x.dtype)) return undefined;
    const [begin, size] = slice_util.parseSliceParams(
      x as Parameters<typeof slice_util.parseSliceParams>[0],
      attrs['begin'] as number[],
      attrs['size'] as number[],
    );
    slice_util.assertParamsValid(x as Parameters<typeof slice_util.assertParamsValid>[0], begin!, size!);
    const bytes = bytesPerElement(x.dtype);
    const fromStrides = [...util.computeStrides(x.shape), 1];
    const toStrides = [...util.computeStrides(size!), 1];
    const plan = planCopy(
      size!.map((length, axis) => ({ length, from: fromStrides[axis]!, to: toStrides[axis]! })),
      bytes,
    );
    if (plan === undefined) return undefined;
    const offset = begin!.reduce((sum, at, axis) => sum + at * fromStrides[axis]!, 0);
    const from = engine.pointer(x) + offset * bytes;
    const y = engine.output(size!, x.dtype);
    const to = engine.pointer(y);
    if (util.sizeFromShape(size!) > 0) launchCopy(engine, plan, from, to);
    return y;
  },
};

export function isCopied(dtype: string): dtype is ResidentDtype {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}
