import { add, concat, matMul, mul, sub, sum, type Tensor, type Tensor3D, where } from '@tensorflow/tfjs-core';
import { computeOperation } from '../computeOperation.js';
import type { Operation } from '../operation.js';
import { runOperation } from '../runOperation.js';
import { activateGate } from './gates.js';
import { GRU_EXAMPLES, type GruAttrs, NeutypeGruGrad } from './gruGrad.js';
import { firstStep, partsOf, presentAt, rowsOf, sequenceOf, stepOf, stepsOf } from './sequence.js';

interface GruInputs {
  readonly z: Tensor;
  readonly hiddenWeight: Tensor;
  readonly hiddenBias: Tensor;
  readonly hidden: Tensor;
  readonly mask: Tensor;
}

/**
 * Beside the outputs, the gates of each step, the product of state and weights that its reset gate scaled, and the state
 * before it.
 */
export const NeutypeGru: Operation<
  { [Name in keyof GruInputs]: GruInputs[Name] },
  'y' | 'gates' | 'products' | 'states',
  GruAttrs
> = {
  name: 'gruSequence',
  kernel: 'NeutypeGru',
  inputs: {
    z: { shape: ['N', 'T', 'gates'] },
    hiddenWeight: { shape: ['units', 'gates'] },
    hiddenBias: { shape: ['gates'] },
    hidden: { shape: ['N', 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
  },
  outputs: {
    y: ['N', 'T', 'units'],
    gates: ['N', 'T', 'gates'],
    products: ['N', 'T', 'units'],
    states: ['N', 'T', 'units'],
  },
  hidden: ['gates', 'products', 'states'],
  examples: GRU_EXAMPLES,
  lengths: { N: 2, T: 2, units: 2, gates: 6 },
  differences: { tolerance: 5e-3 },
  compose: composeGru,
  gradient: {
    saves: ['hiddenWeight', 'mask', 'gates', 'products', 'states'],
    take(dy, { hiddenWeight, mask, gates, products, states }, attrs) {
      const inputs = { dy, hiddenWeight, mask, gates, products, states };
      const { dz, dproducts, carry } = computeOperation(NeutypeGruGrad, inputs, attrs);
      const first = firstStep(dz, attrs.backwards);
      return {
        z: () => dz,
        hiddenWeight: () => matMul(rowsOf(states), rowsOf(dproducts), true),
        hiddenBias: () => sum(dproducts, [0, 1]),
        hidden: () => add(carry, matMul(stepOf(dproducts, first), hiddenWeight, false, true)),
      };
    },
  },
};

function composeGru(
  { z, hiddenWeight, hiddenBias, hidden, mask }: GruInputs,
  { activations, backwards, keeps }: GruAttrs,
): Record<'y' | 'gates' | 'products' | 'states', Tensor> {
  const steps = z.shape[1] as number;
  const columns = [0, 1, 2, 3].map(() => new Array<Tensor>(steps));
  const [y, gates, products, states] = columns as [Tensor[], Tensor[], Tensor[], Tensor[]];
  let h = hidden;
  for (const step of stepsOf(steps, backwards)) {
    states[step] = h;
    const [zr, zu, zh] = partsOf(stepOf(z, step), 3) as Triple;
    const [qr, qu, q] = partsOf(add(matMul(h, hiddenWeight), hiddenBias), 3) as Triple;
    const r = activateGate(add(zr, qr), activations[0]!);
    const u = activateGate(add(zu, qu), activations[1]!);
    const candidate = activateGate(add(zh, mul(r, q)), activations[2]!);
    gates[step] = concat([r, u, candidate], -1);
    products[step] = q;
    const next = keeps ? add(candidate, mul(u, sub(h, candidate))) : add(h, mul(u, sub(candidate, h)));
    h = where(presentAt(mask, step), next, h);
    y[step] = h;
  }
  return {
    y: sequenceOf(y),
    gates: sequenceOf(gates),
    products: sequenceOf(products),
    states: sequenceOf(states),
  };
}

type Triple = [Tensor, Tensor, Tensor];

/**
 * Gated recurrent units through all steps of sequences, from `z`, what comes of the inputs. In each step, with gates in
 * the order reset, update, hidden:
 *
 * `r = reset(zᵣ + h · Uᵣ + bᵣ)`, `u = update(z_u + h · U_u + b_u)`, `ĥ = hidden(z_h + r ∘ (h · U_h + b_h))`,
 * `h ← (1 − u) ∘ h + u ∘ ĥ`, or with `keeps` `h ← u ∘ h + (1 − u) ∘ ĥ`.
 *
 * Where the mask is not above 0, the state stays.
 *
 * Source: Cho and others, "Learning phrase representations using RNN encoder-decoder", 2014; Chung and others, "Empirical
 * evaluation of gated recurrent neural networks on sequence modeling", 2014.
 *
 * @param z [N, T, 3 · units]
 * @param hiddenWeight [units, 3 · units]
 * @param hiddenBias [3 · units]
 * @param hidden [N, units], h before the first step
 * @param mask [N, T]
 * @returns h after each step, [N, T, units]
 * @throws ShapeError
 * @throws DataError for another type than float32
 */
export function gruSequence(
  z: Tensor,
  hiddenWeight: Tensor,
  hiddenBias: Tensor,
  hidden: Tensor,
  mask: Tensor,
  attrs: GruAttrs,
): Tensor3D {
  return runOperation(NeutypeGru, { z, hiddenWeight, hiddenBias, hidden, mask }, attrs).y as Tensor3D;
}
