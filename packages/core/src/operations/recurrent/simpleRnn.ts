import {
  add,
  matMul,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { computeOperation } from '../computeOperation.js';
import type { Operation } from '../operation.js';
import { runOperation } from '../runOperation.js';
import { activateGate, clipGradient, gateGradient } from './gates.js';
import {
  firstStep,
  presentAt,
  type RecurrenceAttrs,
  rowsOf,
  sequenceOf,
  stepOf,
  stepsOf,
} from './sequence.js';

const EXAMPLES: readonly RecurrenceAttrs[] = [
  { activations: ['tanh'], backwards: false, clip: 0 },
  { activations: ['sigmoid'], backwards: true, clip: 0 },
];

/** Beside the outputs, the state before each step and what the step's activation gave. */
export const NeutypeSimpleRnn: Operation<
  { z: Tensor; hiddenWeight: Tensor; hidden: Tensor; mask: Tensor },
  'y' | 'gates' | 'states',
  RecurrenceAttrs
> = {
  name: 'simpleRnnSequence',
  kernel: 'NeutypeSimpleRnn',
  inputs: {
    z: { shape: ['N', 'T', 'units'] },
    hiddenWeight: { shape: ['units', 'units'] },
    hidden: { shape: ['N', 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
  },
  outputs: { y: ['N', 'T', 'units'], gates: ['N', 'T', 'units'], states: ['N', 'T', 'units'] },
  hidden: ['gates', 'states'],
  examples: EXAMPLES,
  lengths: { N: 2, T: 2, units: 2 },
  compose({ z, hiddenWeight, hidden, mask }, { activations: [activation], backwards }) {
    const steps = z.shape[1] as number;
    const [y, gates, states] = [0, 1, 2].map(() => new Array<Tensor>(steps)) as [
      Tensor[],
      Tensor[],
      Tensor[],
    ];
    let state = hidden;
    for (const step of stepsOf(steps, backwards)) {
      states[step] = state;
      const product = matMul(state as Tensor2D, hiddenWeight as Tensor2D);
      const gate = activateGate(add(stepOf(z, step), product), activation!);
      gates[step] = gate;
      state = where(presentAt(mask, step), gate, state);
      y[step] = state;
    }
    return { y: sequenceOf(y), gates: sequenceOf(gates), states: sequenceOf(states) };
  },
  gradient: {
    saves: ['hiddenWeight', 'mask', 'gates', 'states'],
    take(dy, { hiddenWeight, mask, gates, states }, attrs) {
      const { dz, carry } = computeOperation(NeutypeSimpleRnnGrad, { dy, hiddenWeight, mask, gates }, attrs);
      return {
        z: () => dz,
        hiddenWeight: () => matMul(rowsOf(states), rowsOf(dz), true),
        hidden: () =>
          add(carry, matMul(stepOf(dz, firstStep(dz, attrs.backwards)), hiddenWeight, false, true)),
      };
    },
  },
};

/** `carry` is what comes to the initial state past the first step, where that is padding. */
export const NeutypeSimpleRnnGrad: Operation<
  { dy: Tensor; hiddenWeight: Tensor; mask: Tensor; gates: Tensor },
  'dz' | 'carry',
  RecurrenceAttrs
> = {
  name: 'simpleRnnSequenceGrad',
  kernel: 'NeutypeSimpleRnnGrad',
  inputs: {
    dy: { shape: ['N', 'T', 'units'] },
    hiddenWeight: { shape: ['units', 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
    gates: { shape: ['N', 'T', 'units'], from: 0.1, to: 0.9 },
  },
  outputs: { dz: ['N', 'T', 'units'], carry: ['N', 'units'] },
  examples: [...EXAMPLES, { activations: ['linear'], backwards: false, clip: 0 }],
  lengths: { N: 2, T: 2, units: 2 },
  differences: { tolerance: 5e-3 },
  compose({ dy, hiddenWeight, mask, gates }, { activations: [activation], backwards, clip }) {
    const steps = dy.shape[1] as number;
    const dz = new Array<Tensor>(steps);
    let carry: Tensor = zerosLike(stepOf(dy, 0));
    let after: Tensor | undefined;
    for (const step of stepsOf(steps, !backwards)) {
      const through = after === undefined ? carry : add(carry, matMul(after, hiddenWeight, false, true));
      const dh = add(through, stepOf(dy, step));
      const present = presentAt(mask, step);
      const gradient = clipGradient(gateGradient(dh, stepOf(gates, step), activation!), clip);
      after = where(present, gradient, zerosLike(gradient));
      dz[step] = after;
      carry = where(present, zerosLike(dh), dh);
    }
    return { dz: sequenceOf(dz), carry };
  },
};

/**
 * The plain recurrence `h ← activation(z + h · hiddenWeight)` through all steps of sequences; where the mask is not
 * above 0, the state stays.
 *
 * Source: Elman, "Finding structure in time", 1990.
 *
 * @param z [N, T, units], what comes of the inputs
 * @param hiddenWeight [units, units]
 * @param hidden [N, units], the state before the first step
 * @param mask [N, T]
 * @returns the state after each step, [N, T, units]
 * @throws ShapeError
 * @throws DataError for another type than float32
 */
export function simpleRnnSequence(
  z: Tensor,
  hiddenWeight: Tensor,
  hidden: Tensor,
  mask: Tensor,
  attrs: RecurrenceAttrs,
): Tensor3D {
  return runOperation(NeutypeSimpleRnn, { z, hiddenWeight, hidden, mask }, attrs).y as Tensor3D;
}
