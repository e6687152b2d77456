import { type KernelOf, NeutypeSimpleRnn, NeutypeSimpleRnnGrad } from '@neutype/core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import {
  activationCodes,
  commandOf,
  type Extent,
  nextOf,
  packedBytes,
  packGates,
  packTransposed,
  placeInitial,
  placeOf,
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
    const share = shareOf(engine, extent, units);
    const stretches = stretchesOf(steps, attrs.backwards, share.stepsPerCommand);
    placeInitial(engine, extent, hidden, placeOf(states, stretches[0]!.step, units));
    const [activation] = activationCodes(attrs) as [number];
    for (const stretch of stretches) {
      const { step, fields } = stretch;
      const next = nextOf(stretch);
      const factors = { from: placeOf(states, step, units), size: units, packed, mask };
      const common = commandOf(extent, share, stretch, factors);
      launch
        .simpleRnnStep(engine, common, {
          z: placeOf(z, step, units),
          gates: placeOf(gates, step, units),
          y: placeOf(y, step, units),
          nextHidden: placeOf(states, next, units),
          activation,
        })
        .run(share.items, fields.count * share.nanosecondsPerStep);
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
    const share = shareOf(engine, extent, units);
    const [activation] = activationCodes(attrs) as [number];
    for (const stretch of stretchesOf(steps, !attrs.backwards, share.stepsPerCommand)) {
      const { step, last, fields } = stretch;
      const from = last === undefined ? 0 : placeOf(dz, last, units);
      const common = commandOf(extent, share, stretch, { from, size: units, packed, mask });
      launch
        .simpleRnnStepGrad(engine, common, {
          dy: placeOf(dy, step, units),
          gates: placeOf(gates, step, units),
          dz: placeOf(dz, step, units),
          carry,
          activation,
          clip: attrs.clip,
        })
        .inPlace()
        .run(share.items, fields.count * share.nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
