import { type GruAttrs, type KernelOf, NeutypeGru, NeutypeGruGrad } from '@neutype/core';
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
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, GATES * units);
    const place = (address: number, step: number, size = units): number => address + step * size * 4;
    const stretches = stretchesOf(steps, attrs.backwards, stepsPerCommand);
    placeInitial(engine, extent, hidden, place(states, stretches[0]!.step));
    for (const { step, fields } of stretches) {
      const next = fields.remaining > 1 ? step + fields.direction : step;
      const common = {
        ...{ from: place(states, step), fromSize: units, packed: packed.address, k: units },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .gruStep(engine, common, cellOf(attrs), {
          z: place(z, step, GATES * units),
          hiddenBias,
          gates: place(gates, step, GATES * units),
          products: place(products, step),
          y: place(y, step),
          nextHidden: place(states, next),
        })
        .run(items, fields.count * nanosecondsPerStep);
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
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, GATES * units);
    const place = (address: number, step: number, size = units): number => address + step * size * 4;
    for (const { step, last, fields } of stretchesOf(steps, !attrs.backwards, stepsPerCommand)) {
      const common = {
        ...{
          from: last === undefined ? 0 : place(dproducts, last, GATES * units),
          fromSize: GATES * units,
          packed: packed.address,
          k: GATES * units,
        },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .gruStepGrad(engine, common, cellOf(attrs), {
          dy: place(dy, step),
          gates: place(gates, step, GATES * units),
          products: place(products, step),
          state: place(states, step),
          dz: place(dz, step, GATES * units),
          dproducts: place(dproducts, step, GATES * units),
          carry,
          clip: attrs.clip,
        })
        .inPlace()
        .run(items, fields.count * nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
