import { type KernelOf, type LstmAttrs, NeutypeLstm, NeutypeLstmGrad } from '@neutype/core';
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
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, GATES * units);
    const place = (address: number, step: number, size = units): number => address + step * size * 4;
    const stretches = stretchesOf(steps, attrs.backwards, stepsPerCommand);
    placeInitial(engine, extent, hidden, place(states, stretches[0]!.step));
    placeInitial(engine, extent, cell, place(cells, stretches[0]!.step));
    for (const { step, fields } of stretches) {
      const next = fields.remaining > 1 ? step + fields.direction : step;
      const common = {
        ...{ from: place(states, step), fromSize: units, packed: packed.address, k: units },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .lstmStep(engine, common, own, {
          z: place(z, step, GATES * units),
          gates: place(gates, step, GATES * units),
          cell: place(cells, step),
          y: place(y, step, outputSize),
          nextHidden: place(states, next),
          nextCell: place(cells, next),
        })
        .run(items, fields.count * nanosecondsPerStep);
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
    const { items, stepsPerCommand, nanosecondsPerStep, ...share } = shareOf(engine, extent, GATES * units);
    const outputSize = attrs.cells ? 2 * units : units;
    const place = (address: number, step: number, size: number): number => address + step * size * 4;
    for (const { step, last, fields } of stretchesOf(steps, !attrs.backwards, stepsPerCommand)) {
      const common = {
        ...{
          from: last === undefined ? 0 : place(dz, last, GATES * units),
          fromSize: GATES * units,
          packed: packed.address,
          k: GATES * units,
        },
        ...{ mask: mask + step * 4, rows, units, steps, ...fields, ...share },
      };
      launch
        .lstmStepGrad(engine, common, own, {
          dy: place(dy, step, outputSize),
          gates: place(gates, step, GATES * units),
          cell: place(cells, step, units),
          dz: place(dz, step, GATES * units),
          carry,
          dcell,
          clip: attrs.clip,
        })
        .inPlace()
        .run(items, fields.count * nanosecondsPerStep);
    }
    engine.free(packed);
    return outputs;
  },
};
