import { add, concat, matMul, mul, neg, sub, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import type { Operation } from '../operation.js';
import { clipGradient, gateGradient } from './gates.js';
import { partsOf, presentAt, type RecurrenceAttrs, sequenceOf, stepOf, stepsOf } from './sequence.js';

export interface GruAttrs extends RecurrenceAttrs {
  /** Whether the update gate says how much of the state is kept, rather than replaced. */
  readonly keeps: boolean;
}

const COMMON = { activations: ['sigmoid', 'sigmoid', 'tanh'], clip: 0 } as const;

export const GRU_EXAMPLES: readonly GruAttrs[] = [
  { ...COMMON, backwards: false, keeps: false },
  { ...COMMON, backwards: true, keeps: true },
];

interface GruGradInputs {
  readonly dy: Tensor;
  readonly hiddenWeight: Tensor;
  readonly mask: Tensor;
  readonly gates: Tensor;
  readonly products: Tensor;
  readonly states: Tensor;
}

/**
 * `dz` for the inputs' share in the pre-activations, `dproducts` for the states'; `carry` is what comes to the initial
 * state past the first step.
 */
export const NeutypeGruGrad: Operation<
  { [Name in keyof GruGradInputs]: GruGradInputs[Name] },
  'dz' | 'dproducts' | 'carry',
  GruAttrs
> = {
  name: 'gruSequenceGrad',
  kernel: 'NeutypeGruGrad',
  inputs: {
    dy: { shape: ['N', 'T', 'units'] },
    hiddenWeight: { shape: ['units', 'gates'] },
    mask: { shape: ['N', 'T'], constant: true },
    gates: { shape: ['N', 'T', 'gates'], from: 0.1, to: 0.9 },
    products: { shape: ['N', 'T', 'units'] },
    states: { shape: ['N', 'T', 'units'] },
  },
  outputs: { dz: ['N', 'T', 'gates'], dproducts: ['N', 'T', 'gates'], carry: ['N', 'units'] },
  examples: [
    GRU_EXAMPLES[0]!,
    { activations: ['hardSigmoid', 'linear', 'relu'], backwards: true, clip: 0, keeps: true },
  ],
  lengths: { N: 2, T: 2, units: 2, gates: 6 },
  differences: { tolerance: 5e-3 },
  compose({ dy, hiddenWeight, mask, gates, products, states }, attrs) {
    const steps = dy.shape[1] as number;
    const [dz, dproducts] = [new Array<Tensor>(steps), new Array<Tensor>(steps)];
    let carry: Tensor = zerosLike(stepOf(dy, 0));
    let after: Tensor | undefined;
    for (const step of stepsOf(steps, !attrs.backwards)) {
      const through = after === undefined ? carry : add(carry, matMul(after, hiddenWeight, false, true));
      const dh = add(through, stepOf(dy, step));
      const present = presentAt(mask, step);
      const [gate, product, state] = [gates, products, states].map((x) => stepOf(x, step)) as Triple;
      const gradients = stepGradients({ dh, gates: gate, product, state }, attrs);
      const none = zerosLike(gradients.dz);
      dz[step] = where(present, gradients.dz, none);
      after = where(present, gradients.dproducts, none);
      dproducts[step] = after;
      carry = where(present, gradients.carry, dh);
    }
    return { dz: sequenceOf(dz), dproducts: sequenceOf(dproducts), carry };
  },
};

type Triple = [Tensor, Tensor, Tensor];

/** From the gradient of the state after one step, those of its pre-activations and of the state before it. */
function stepGradients(
  { dh, gates, product, state }: Readonly<Record<'dh' | 'gates' | 'product' | 'state', Tensor>>,
  { activations, clip, keeps }: GruAttrs,
): { dz: Tensor; dproducts: Tensor; carry: Tensor } {
  const [r, u, candidate] = partsOf(gates, 3) as Triple;
  const through = (gradient: Tensor, gate: Tensor, index: number): Tensor =>
    clipGradient(gateGradient(gradient, gate, activations[index]!), clip);
  const replaced = keeps ? sub(1, u) : u;
  const dreplaced = mul(dh, sub(candidate, state));
  const dzh = through(mul(dh, replaced), candidate, 2);
  const dzu = through(keeps ? neg(dreplaced) : dreplaced, u, 1);
  const dzr = through(mul(dzh, product), r, 0);
  return {
    dz: concat([dzr, dzu, dzh], -1),
    dproducts: concat([dzr, dzu, mul(dzh, r)], -1),
    carry: mul(dh, sub(1, replaced)),
  };
}
