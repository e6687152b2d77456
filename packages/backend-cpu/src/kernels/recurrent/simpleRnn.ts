import { type KernelOf, NeutypeSimpleRnn, NeutypeSimpleRnnGrad } from '@neutype/core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import {
  activationCodes,
  type Extent,
  packedBytes,
  packGates,
  packTransposed,
  placeInitial,
  reserveSums,
  shareOf,
  stretchesOf,
} from './recurrence.js';

function extentOf([rows = 0, steps = 0, units = 0]: readonly number[]): Extent {
  return { rows, steps, units, gates: 1 };
}

export const simpleRnn: EngineKernel<KernelOf<typeof NeutypeSimpleRnn>> = {
  name: NeutypeSimpleRnn.kernel,
  run({ inputs, attrs, engine }) {
    const extent = extentOf(inputs.z.shape);
    const { rows, steps, units } = extent;
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const [z, weight, hidden, mask] = [inputs.z, inputs.hiddenWeight, inputs.hidden, inputs.mask].map((x) =>
      engine.pointer(x),
    ) as [number, number, number, number];
    const outputs = [0, 1, 2].map(() => engine.output([rows, steps, units]));
    const [y, gates, states] = outputs.map((output) => engine.pointer(output)) as [number, number, number];
    const packed = engine.temporary(packedBytes(engine, extent));
    packGates(engine, weight, extent, packed);
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, units);
    const stretches = stretchesOf(steps, attrs.backwards, stepsPerCommand);
    const place = (address: number, step: number): number => address + step * units * 4;
    placeInitial(engine, extent, hidden, place(states, stretches[0]!.step));
    const [activation] = activationCodes(attrs) as [number];
    for (const { step, fields } of stretches) {
      const next = fields.remaining > 1 ? step + fields.direction : step;
      const common = {
        ...{ from: place(states, step), fromSize: units, packed: packed.address, k: units },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .simpleRnnStep(engine, common, {
          z: place(z, step),
          gates: place(gates, step),
          y: place(y, step),
          nextHidden: place(states, next),
          activation,
        })
        .run(items, fields.count * nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};

export const simpleRnnGrad: EngineKernel<KernelOf<typeof NeutypeSimpleRnnGrad>> = {
  name: NeutypeSimpleRnnGrad.kernel,
  run({ inputs, attrs, engine }) {
    const extent = extentOf(inputs.dy.shape);
    const { rows, steps, units } = extent;
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const [dy, weight, mask, gates] = [inputs.dy, inputs.hiddenWeight, inputs.mask, inputs.gates].map((x) =>
      engine.pointer(x),
    ) as [number, number, number, number];
    const outputs = [engine.output([rows, steps, units]), engine.output([rows, units])];
    const [dz, carry] = outputs.map((output) => engine.pointer(output)) as [number, number];
    const packed = engine.temporary(packedBytes(engine, extent));
    packTransposed(engine, weight, extent, packed);
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, units);
    const [activation] = activationCodes(attrs) as [number];
    const place = (address: number, step: number): number => address + step * units * 4;
    for (const { step, last, fields } of stretchesOf(steps, !attrs.backwards, stepsPerCommand)) {
      const common = {
        ...{
          from: last === undefined ? 0 : place(dz, last),
          fromSize: units,
          packed: packed.address,
          k: units,
        },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .simpleRnnStepGrad(engine, common, {
          dy: place(dy, step),
          gates: place(gates, step),
          dz: place(dz, step),
          carry,
          activation,
          clip: attrs.clip,
        })
        .inPlace()
        .run(items, fields.count * nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
