import { type KernelOf, type LstmAttrs, NeutypeLstm, NeutypeLstmGrad } from '@neutype/core';
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

const GATES = 4;

function cellOf(attrs: LstmAttrs, peepholes: number): launch.Lstm {
  const [inputActivation, forgetActivation, cellActivation, outputActivation] = activationCodes(attrs) as [
    number,
    number,
    number,
    number,
  ];
  return {
    ...{ peepholes, inputActivation, forgetActivation, cellActivation, outputActivation },
    givesCells: attrs.cells,
  };
}

export const lstm: EngineKernel<KernelOf<typeof NeutypeLstm>> = {
  name: NeutypeLstm.kernel,
  run({ inputs, attrs, engine }) {
    const [rows = 0, steps = 0] = inputs.z.shape;
    const units = inputs.hidden.shape[1] as number;
    const extent: Extent = { rows, steps, units, gates: GATES };
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const z = engine.pointer(inputs.z);
    const weight = engine.pointer(inputs.hiddenWeight);
    const own = cellOf(attrs, engine.pointer(inputs.peepholes));
    const hidden = engine.pointer(inputs.hidden);
    const cell = engine.pointer(inputs.cell);
    const mask = engine.pointer(inputs.mask);
    const outputSize = attrs.cells ? 2 * units : units;
    const outputs = [outputSize, GATES * units, units, units].map((size) =>
      engine.output([rows, steps, size]),
    );
    const [y, gates, states, cells] = outputs.map((output) => engine.pointer(output)) as [
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
    placeInitial(engine, extent, cell, placeOf(cells, stretches[0]!.step, units));
    for (const stretch of stretches) {
      const { step, fields } = stretch;
      const next = nextOf(stretch);
      const factors = { from: placeOf(states, step, units), size: units, packed, mask };
      const common = commandOf(extent, share, stretch, factors);
      launch
        .lstmStep(engine, common, own, {
          z: placeOf(z, step, GATES * units),
          gates: placeOf(gates, step, GATES * units),
          cell: placeOf(cells, step, units),
          y: placeOf(y, step, outputSize),
          nextHidden: placeOf(states, next, units),
          nextCell: placeOf(cells, next, units),
        })
        .run(share.items, fields.count * share.nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};

export const lstmGrad: EngineKernel<KernelOf<typeof NeutypeLstmGrad>> = {
  name: NeutypeLstmGrad.kernel,
  run({ inputs, attrs, engine }) {
    const [rows = 0, steps = 0, units = 0] = inputs.cells.shape;
    const extent: Extent = { rows, steps, units, gates: GATES };
    if (rows * steps * units === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    reserveSums(engine);
    const dy = engine.pointer(inputs.dy);
    const weight = engine.pointer(inputs.hiddenWeight);
    const own = cellOf(attrs, engine.pointer(inputs.peepholes));
    const mask = engine.pointer(inputs.mask);
    const gates = engine.pointer(inputs.gates);
    const cells = engine.pointer(inputs.cells);
    const outputs = [
      engine.output([rows, steps, GATES * units]),
      engine.output([rows, units]),
      engine.output([rows, units]),
    ];
    const [dz, carry, dcell] = outputs.map((output) => engine.pointer(output)) as [number, number, number];
    const packed = engine.temporary(packedBytes(engine, extent));
    packTransposed(engine, weight, extent, packed);
    const share = shareOf(engine, extent, GATES * units);
    const outputSize = attrs.cells ? 2 * units : units;
    for (const stretch of stretchesOf(steps, !attrs.backwards, share.stepsPerCommand)) {
      const { step, last, fields } = stretch;
      const from = last === undefined ? 0 : placeOf(dz, last, GATES * units);
      const common = commandOf(extent, share, stretch, { from, size: GATES * units, packed, mask });
      launch
        .lstmStepGrad(engine, common, own, {
          dy: placeOf(dy, step, outputSize),
          gates: placeOf(gates, step, GATES * units),
          cell: placeOf(cells, step, units),
          dz: placeOf(dz, step, GATES * units),
          carry,
          dcell,
          clip: attrs.clip,
        })
        .inPlace()
        .run(share.items, fields.count * share.nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
