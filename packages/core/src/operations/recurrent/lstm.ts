import {
  add,
  concat,
  matMul,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor3D,
  tanh,
  where,
} from '@tensorflow/tfjs-core';
import { computeOperation } from '../computeOperation.js';
import type { Operation } from '../operation.js';
import { runOperation } from '../runOperation.js';
import { activateGate } from './gates.js';
import { LSTM_EXAMPLES, type LstmAttrs, NeutypeLstmGrad, peepholesOf } from './lstmGrad.js';
import { firstStep, partsOf, presentAt, rowsOf, sequenceOf, stepOf, stepsOf } from './sequence.js';

interface LstmInputs {
  readonly z: Tensor;
  readonly hiddenWeight: Tensor;
  readonly peepholes: Tensor;
  readonly hidden: Tensor;
  readonly cell: Tensor;
  readonly mask: Tensor;
}

/** Beside the outputs, the gates of each step, and the hidden state and the cell before it. */
export const NeutypeLstm: Operation<
  { [Name in keyof LstmInputs]: LstmInputs[Name] },
  'y' | 'gates' | 'states' | 'cells',
  LstmAttrs
> = {
  name: 'lstmSequence',
  kernel: 'NeutypeLstm',
  inputs: {
    z: { shape: ['N', 'T', 'gates'] },
    hiddenWeight: { shape: ['units', 'gates'] },
    peepholes: { shape: [3, 'units'] },
    hidden: { shape: ['N', 'units'] },
    cell: { shape: ['N', 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
  },
  outputs: {
    y: ['N', 'T', 'outputs'],
    gates: ['N', 'T', 'gates'],
    states: ['N', 'T', 'units'],
    cells: ['N', 'T', 'units'],
  },
  hidden: ['gates', 'states', 'cells'],
  examples: LSTM_EXAMPLES,
  lengths: { N: 2, T: 2, units: 2, gates: 8 },
  differences: { tolerance: 5e-3 },
  compose: composeLstm,
  gradient: {
    saves: ['hiddenWeight', 'peepholes', 'mask', 'gates', 'states', 'cells'],
    take(dy, { hiddenWeight, peepholes, mask, gates, states, cells }, attrs) {
      const inputs = { dy, hiddenWeight, peepholes, mask, gates, cells };
      const { dz, carry, dcell } = computeOperation(NeutypeLstmGrad, inputs, attrs);
      return {
        z: () => dz,
        hiddenWeight: () => matMul(rowsOf(states), rowsOf(dz), true),
        peepholes: () => peepholesGradient(dz, gates, cells),
        hidden: () =>
          add(carry, matMul(stepOf(dz, firstStep(dz, attrs.backwards)), hiddenWeight, false, true)),
        cell: () => dcell,
      };
    },
  },
};

function composeLstm(
  { z, hiddenWeight, peepholes, hidden, cell, mask }: LstmInputs,
  { activations, backwards, cells: givesCells }: LstmAttrs,
): Record<'y' | 'gates' | 'states' | 'cells', Tensor> {
  const steps = z.shape[1] as number;
  const columns = [0, 1, 2, 3].map(() => new Array<Tensor>(steps));
  const [y, gates, states, cells] = columns as [Tensor[], Tensor[], Tensor[], Tensor[]];
  const [toInput, toForget, toOutput] = peepholesOf(peepholes);
  let [h, c] = [hidden, cell];
  for (const step of stepsOf(steps, backwards)) {
    states[step] = h;
    cells[step] = c;
    const [zi, zf, zg, zo] = partsOf(add(stepOf(z, step), matMul(h, hiddenWeight)), 4) as Quartet;
    const i = activateGate(add(zi, mul(c, toInput)), activations[0]!);
    const f = activateGate(add(zf, mul(c, toForget)), activations[1]!);
    const g = activateGate(zg, activations[2]!);
    const next = add(mul(f, c), mul(i, g));
    const o = activateGate(add(zo, mul(next, toOutput)), activations[3]!);
    gates[step] = concat([i, f, g, o], -1);
    const present = presentAt(mask, step);
    h = where(present, mul(o, tanh(next)), h);
    c = where(present, next, c);
    y[step] = givesCells ? concat([h, c], -1) : h;
  }
  return {
    y: sequenceOf(y),
    gates: sequenceOf(gates),
    states: sequenceOf(states),
    cells: sequenceOf(cells),
  };
}

type Quartet = [Tensor, Tensor, Tensor, Tensor];

/** One of four gates of all steps. */
function gateOf(gates: Tensor, gate: number): Tensor {
  const [rows = 0, steps = 0, size = 0] = gates.shape;
  return slice(gates, [0, 0, (gate * size) / 4], [rows, steps, size / 4]);
}

/** Of a step that is padding, `dz` is 0. */
function peepholesGradient(dz: Tensor, gates: Tensor, cells: Tensor): Tensor {
  const [i, f, g] = [0, 1, 2].map((gate) => gateOf(gates, gate)) as [Tensor, Tensor, Tensor];
  const seen = [cells, cells, add(mul(f, cells), mul(i, g))];
  const gradients = [0, 1, 3].map((gate, index) => sum(mul(gateOf(dz, gate), seen[index]!), [0, 1]));
  return concat(gradients.map((gradient) => reshape(gradient, [1, -1])));
}

/**
 * Long short-term memory through all steps of sequences, from `z`, what comes of the inputs. In each step, with gates in
 * the order input, forget, cell, output:
 *
 * `i = input(zᵢ + h · Uᵢ + c ∘ pᵢ)`, `f = forget(z_f + h · U_f + c ∘ p_f)`, `g = cell(z_g + h · U_g)`,
 * `c ← f ∘ c + i ∘ g`, `o = output(zₒ + h · Uₒ + c ∘ pₒ)` with the new c, `h ← o ∘ tanh(c)`.
 *
 * Where the mask is not above 0, the state stays.
 *
 * Source: Hochreiter and Schmidhuber, "Long short-term memory", 1997; Gers, Schraudolph and Schmidhuber, "Learning precise
 * timing with LSTM recurrent networks", 2002.
 *
 * @param z [N, T, 4 · units]
 * @param hiddenWeight [units, 4 · units]
 * @param peepholes [3, units]: from the cell to the input, forget and output gate
 * @param hidden [N, units], h before the first step
 * @param cell [N, units], c before the first step
 * @param mask [N, T]
 * @returns h after each step, [N, T, units], or with `cells` h and c side by side, [N, T, 2 · units]
 * @throws ShapeError
 * @throws DataError for another type than float32
 */
export function lstmSequence(
  z: Tensor,
  hiddenWeight: Tensor,
  peepholes: Tensor,
  state: { readonly hidden: Tensor; readonly cell: Tensor },
  mask: Tensor,
  attrs: LstmAttrs,
): Tensor3D {
  return runOperation(NeutypeLstm, { z, hiddenWeight, peepholes, ...state, mask }, attrs).y as Tensor3D;
}
