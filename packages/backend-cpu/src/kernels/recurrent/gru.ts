import { type GruAttrs, type KernelOf, NeutypeGru, NeutypeGruGrad } from '@neutype/core';
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

const GATES = 3;

function cellOf(attrs: GruAttrs): launch.Gru {
  const [resetActivation, updateActivation, hiddenActivation] = activationCodes(attrs) as [
    number,
    number,
    number,
  ];
  return { resetActivation, updateActivation, hiddenActivation, keeps: attrs.keeps };
}

export const gru: EngineKernel<KernelOf<typeof NeutypeGru>> = {
  name: NeutypeGru.kernel,
  run({ inputs, attrs, engine }) {
    const [rows = 0, steps = 0] = inputs.z.shape;
    const units = inputs.hidden.shape[1] as number;
    const extent: Extent = { rows, steps, units, gates: GATES };
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const z = engine.pointer(inputs.z);
    const weight = engine.pointer(inputs.hiddenWeight);
    const hiddenBias = engine.pointer(inputs.hiddenBias);
    const hidden = engine.pointer(inputs.hidden);
    const mask = engine.pointer(inputs.mask);
    const outputs = [units, GATES * units, units, units].map((size) => engine.output([rows, steps, size]));
    const [y, gates, products, states] = outputs.map((output) => engine.pointer(output)) as [
      number,
      number,
      number,
      number,
    ];
    const packed = engine.temporary(packedBytes(engine, extent));
    packGates(engine, weight, extent, packed);
    const share = shareOf(engine, extent, GATES * units);
    const stretches = stretchesOf(steps, attrs.backwards, share.stepsPerCommand);
    placeInitial(engine, extent, hidden, placeOf(states, stretches[0]!.step, units));
    for (const stretch of stretches) {
      const { step, fields } = stretch;
      const next = nextOf(stretch);
      const factors = { from: placeOf(states, step, units), size: units, packed, mask };
      const common = commandOf(extent, share, stretch, factors);
      launch
        .gruStep(engine, common, cellOf(attrs), {
          z: placeOf(z, step, GATES * units),
          hiddenBias,
          gates: placeOf(gates, step, GATES * units),
          products: placeOf(products, step, units),
          y: placeOf(y, step, units),
          nextHidden: placeOf(states, next, units),
        })
        .run(share.items, fields.count * share.nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};

export const gruGrad: EngineKernel<KernelOf<typeof NeutypeGruGrad>> = {
  name: NeutypeGruGrad.kernel,
  run({ inputs, attrs, engine }) {
    const [rows = 0, steps = 0, units = 0] = inputs.dy.shape;
    const extent: Extent = { rows, steps, units, gates: GATES };
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const dy = engine.pointer(inputs.dy);
    const weight = engine.pointer(inputs.hiddenWeight);
    const mask = engine.pointer(inputs.mask);
    const gates = engine.pointer(inputs.gates);
    const products = engine.pointer(inputs.products);
    const states = engine.pointer(inputs.states);
    const outputs = [
      engine.output([rows, steps, GATES * units]),
      engine.output([rows, steps, GATES * units]),
      engine.output([rows, units]),
    ];
    const [dz, dproducts, carry] = outputs.map((output) => engine.pointer(output)) as [
      number,
      number,
      number,
    ];
    const packed = engine.temporary(packedBytes(engine, extent));
    packTransposed(engine, weight, extent, packed);
    const share = shareOf(engine, extent, GATES * units);
    for (const stretch of stretchesOf(steps, !attrs.backwards, share.stepsPerCommand)) {
      const { step, last, fields } = stretch;
      const from = last === undefined ? 0 : placeOf(dproducts, last, GATES * units);
      const common = commandOf(extent, share, stretch, { from, size: GATES * units, packed, mask });
      launch
        .gruStepGrad(engine, common, cellOf(attrs), {
          dy: placeOf(dy, step, units),
          gates: placeOf(gates, step, GATES * units),
          products: placeOf(products, step, units),
          state: placeOf(states, step, units),
          dz: placeOf(dz, step, GATES * units),
          dproducts: placeOf(dproducts, step, GATES * units),
          carry,
          clip: attrs.clip,
        })
        .inPlace()
        .run(share.items, fields.count * share.nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
