import {
  add,
  concat,
  fill,
  matMul,
  mul,
  square,
  sub,
  type Tensor,
  tanh,
  unstack,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Operation } from '../operation.js';
import { clipGradient, gateGradient } from './gates.js';
import { partsOf, presentAt, type RecurrenceAttrs, sequenceOf, stepOf, stepsOf } from './sequence.js';

export interface LstmAttrs extends RecurrenceAttrs {
  /** Whether the cells stand beside the hidden states in what comes out. */
  readonly cells: boolean;
}

const COMMON = { activations: ['sigmoid', 'sigmoid', 'tanh', 'sigmoid'], clip: 0 } as const;

export const LSTM_EXAMPLES: readonly LstmAttrs[] = [
  { ...COMMON, backwards: false, cells: false },
  { ...COMMON, backwards: true, cells: true },
];

interface LstmGradInputs {
  readonly dy: Tensor;
  readonly hiddenWeight: Tensor;
  readonly peepholes: Tensor;
  readonly mask: Tensor;
  readonly gates: Tensor;
  readonly cells: Tensor;
}

/** `carry` is what comes to the initial hidden state past the first step, where that is padding. */
export const NeutypeLstmGrad: Operation<
  { [Name in keyof LstmGradInputs]: LstmGradInputs[Name] },
  'dz' | 'carry' | 'dcell',
  LstmAttrs
> = {
  name: 'lstmSequenceGrad',
  kernel: 'NeutypeLstmGrad',
  inputs: {
    dy: { shape: ['N', 'T', 'outputs'] },
    hiddenWeight: { shape: ['units', 'gates'] },
    peepholes: { shape: [3, 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
    gates: { shape: ['N', 'T', 'gates'], from: 0.1, to: 0.9 },
    cells: { shape: ['N', 'T', 'units'] },
  },
  outputs: { dz: ['N', 'T', 'gates'], carry: ['N', 'units'], dcell: ['N', 'units'] },
  examples: [
    { ...LSTM_EXAMPLES[0]!, cells: true },
    { activations: ['hardSigmoid', 'linear', 'relu', 'sigmoid'], backwards: true, clip: 0, cells: true },
  ],
  lengths: { N: 2, T: 2, units: 2, gates: 8, outputs: 4 },
  differences: { tolerance: 5e-3 },
  compose({ dy, hiddenWeight, peepholes, mask, gates, cells }, attrs) {
    const [rows = 0, steps = 0] = dy.shape;
    const dz = new Array<Tensor>(steps);
    const none = fill([rows, hiddenWeight.shape[0] as number], 0);
    let [carry, dcell]: [Tensor, Tensor] = [none, none];
    let after: Tensor | undefined;
    for (const step of stepsOf(steps, !attrs.backwards)) {
      const through = after === undefined ? carry : add(carry, matMul(after, hiddenWeight, false, true));
      const [dyHidden, dyCell] = attrs.cells ? partsOf(stepOf(dy, step), 2) : [stepOf(dy, step), none];
      const [dh, dc] = [add(through, dyHidden!), add(dcell, dyCell!)];
      const present = presentAt(mask, step);
      const given = { dh, dc, gates: stepOf(gates, step), cell: stepOf(cells, step), peepholes };
      const gradients = stepGradients(given, attrs);
      after = where(present, gradients.dz, zerosLike(gradients.dz));
      dz[step] = after;
      carry = where(present, none, dh);
      dcell = where(present, gradients.dcell, dc);
    }
    return { dz: sequenceOf(dz), carry, dcell };
  },
};

type Quartet = [Tensor, Tensor, Tensor, Tensor];

/** From the gradients of the states after one step, those of its pre-activations and of the cell before it. */
function stepGradients(
  { dh, dc, gates, cell, peepholes }: Readonly<Record<'dh' | 'dc' | 'gates' | 'cell' | 'peepholes', Tensor>>,
  { activations, clip }: LstmAttrs,
): { dz: Tensor; dcell: Tensor } {
  const [i, f, g, o] = partsOf(gates, 4) as Quartet;
  const [toInput, toForget, toOutput] = peepholesOf(peepholes);
  const through = (gradient: Tensor, gate: Tensor, index: number): Tensor =>
    clipGradient(gateGradient(gradient, gate, activations[index]!), clip);
  const squashed = tanh(add(mul(f, cell), mul(i, g)));
  const dzo = through(mul(dh, squashed), o, 3);
  const all = add(add(dc, mul(mul(dh, o), sub(1, square(squashed)))), mul(dzo, toOutput));
  const dzi = through(mul(all, g), i, 0);
  const dzf = through(mul(all, cell), f, 1);
  const dzg = through(mul(all, i), g, 2);
  return {
    dz: concat([dzi, dzf, dzg, dzo], -1),
    dcell: add(mul(all, f), add(mul(dzi, toInput), mul(dzf, toForget))),
  };
}

/** From the cell to the input, forget and output gate. */
export function peepholesOf(peepholes: Tensor): readonly [Tensor, Tensor, Tensor] {
  return unstack(peepholes) as [Tensor, Tensor, Tensor];
}
