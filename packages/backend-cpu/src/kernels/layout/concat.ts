import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { bytesPerElement } from '../../engine/tensorData.js';
import { type CopyPlan, launchCopy, planCopy } from './copy.js';
import { isCopied } from './slice.js';

export const concat: EngineKernel = {
  name: 'Concat',
  run({ inputs, attrs, engine }) {
    const given = Object.values(inputs) as TensorInfo[];
    const dtype = given[0]!.dtype;
    if (!isCopied(dtype) || given.some((tensor) => tensor.dtype !== dtype)) return undefined;
    const axis = util.parseAxisParam(attrs['axis'] as number, given[0]!.shape)[0]!;
    const shapes = given.map((tensor) => tensor.shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const outShape = backend_util.computeOutShape(shapes, axis);
    const bytes = bytesPerElement(dtype);
    const inner = util.sizeFromShape(outShape.slice(axis + 1));
    const outer = util.sizeFromShape(outShape.slice(0, axis));
    const plans = shapes.map((shape): CopyPlan | undefined => {
      const run = shape[axis]! * inner;
      const rows = { length: outer, from: run, to: outShape[axis]! * inner };
      return planCopy([rows, { length: run, from: 1, to: 1 }], bytes);
    });
    if (plans.includes(undefined)) return undefined;
    const addresses = given.map((tensor) => engine.pointer(tensor));
    const y = engine.output(outShape, dtype);
    let to = engine.pointer(y);
    for (const [index, shape] of shapes.entries()) {
      if (util.sizeFromShape(shape) > 0) launchCopy(engine, plans[index]!, addresses[index]!, to);
      to += shape[axis]! * inner * bytes;
    }
    return y;
  },
};
