import {
  add,
  concat,
  matMul,
  mul,
  neg,
  sub,
  type Tensor,
  type Tensor3D,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Operation } from '../operation.js';
import { runOperation } from '../runOperation.js';
import { activateGate, clipGradient, gateGradient } from './gates.js';
import { GRU_EXAMPLES, type GruAttrs } from './gruGrad.js';
import { columnsOf, partsOf, presentEverywhereAt, rowsOf, sequenceOf, stepOf, stepsOf } from './sequence.js';

interface GruInputs {
  readonly z: Tensor;
  readonly hiddenWeight: Tensor;
  readonly hidden: Tensor;
  readonly mask: Tensor;
}

/** Beside the outputs, the gates of each step and the state before it. No backend has a kernel: it is composed. */
export const NeutypeGruResetBefore: Operation<
  { [Name in keyof GruInputs]: GruInputs[Name] },
  'y' | 'gates' | 'states',
  GruAttrs
> = {
  name: 'gruResetBeforeSequence',
  kernel: 'NeutypeGruResetBefore',
  inputs: {
    z: { shape: ['N', 'T', 'gates'] },
    hiddenWeight: { shape: ['units', 'gates'] },
    hidden: { shape: ['N', 'units'] },
    mask: { shape: ['N', 'T'], constant: true },
  },
  outputs: {
    y: ['N', 'T', 'units'],
    gates: ['N', 'T', 'gates'],
    states: ['N', 'T', 'units'],
  },
  hidden: ['gates', 'states'],
  examples: GRU_EXAMPLES,
  lengths: { N: 2, T: 2, units: 2, gates: 6 },
  differences: { tolerance: 5e-3 },
  compose: composeGru,
  gradient: {
    saves: ['hiddenWeight', 'mask', 'gates', 'states'],
    take(dy, saved, attrs) {
      const { dz, carry } = tidy(() => gradientsThroughTime({ dy, ...saved }, attrs));
      return {
        z: () => dz,
        hiddenWeight: () => weightGradient(dz, saved),
        hidden: () => carry,
      };
    },
  },
};

type Triple = [Tensor, Tensor, Tensor];

function composeGru(
  { z, hiddenWeight, hidden, mask }: GruInputs,
  { activations, backwards, keeps }: GruAttrs,
): Record<'y' | 'gates' | 'states', Tensor> {
  const steps = z.shape[1] as number;
  const columns = [0, 1, 2].map(() => new Array<Tensor>(steps));
  const [y, gates, states] = columns as [Tensor[], Tensor[], Tensor[]];
  const units = hidden.shape[1] as number;
  const [gateWeight, candidateWeight] = gatesAndCandidate(hiddenWeight);
  let h = hidden;
  for (const step of stepsOf(steps, backwards)) {
    states[step] = h;
    const [zr, zu, zh] = partsOf(stepOf(z, step), 3) as Triple;
    const [qr, qu] = partsOf(matMul(h, gateWeight), 2) as [Tensor, Tensor];
    const r = activateGate(add(zr, qr), activations[0]!);
    const u = activateGate(add(zu, qu), activations[1]!);
    const candidate = activateGate(add(zh, matMul(mul(r, h), candidateWeight)), activations[2]!);
    gates[step] = concat([r, u, candidate], -1);
    const next = keeps ? add(candidate, mul(u, sub(h, candidate))) : add(h, mul(u, sub(candidate, h)));
    h = where(presentEverywhereAt(mask, step, units), next, h);
    y[step] = h;
  }
  return { y: sequenceOf(y), gates: sequenceOf(gates), states: sequenceOf(states) };
}

/** The columns of the reset and update gates, and those of the candidate. */
function gatesAndCandidate(x: Tensor): [Tensor, Tensor] {
  const units = (x.shape[1] as number) / 3;
  return [columnsOf(x, 0, 2 * units), columnsOf(x, 2 * units, units)];
}

type Saved = Readonly<Record<'hiddenWeight' | 'mask' | 'gates' | 'states', Tensor>>;

/** Of what comes of the inputs, and of the state before the first step. */
function gradientsThroughTime(
  { dy, hiddenWeight, mask, gates, states }: Saved & { readonly dy: Tensor },
  attrs: GruAttrs,
): { dz: Tensor; carry: Tensor } {
  const steps = dy.shape[1] as number;
  const units = dy.shape[2] as number;
  const weights = gatesAndCandidate(hiddenWeight);
  const dz = new Array<Tensor>(steps);
  let carry: Tensor = zerosLike(stepOf(dy, 0));
  for (const step of stepsOf(steps, !attrs.backwards)) {
    const dh = add(carry, stepOf(dy, step));
    const given = { dh, gates: stepOf(gates, step), state: stepOf(states, step), weights };
    const gradients = stepGradients(given, attrs);
    const isPresent = presentEverywhereAt(mask, step, 3 * units);
    dz[step] = where(isPresent, gradients.dz, zerosLike(gradients.dz));
    carry = where(presentEverywhereAt(mask, step, units), gradients.carry, dh);
  }
  return { dz: sequenceOf(dz), carry };
}

interface StepGiven {
  readonly dh: Tensor;
  readonly gates: Tensor;
  readonly state: Tensor;
  readonly weights: readonly [Tensor, Tensor];
}

/** From the gradient of the state after one step, those of its pre-activations and of the state before it. */
function stepGradients(
  { dh, gates, state, weights: [gateWeight, candidateWeight] }: StepGiven,
  { activations, clip, keeps }: GruAttrs,
): { dz: Tensor; carry: Tensor } {
  const [r, u, candidate] = partsOf(gates, 3) as Triple;
  const through = (gradient: Tensor, gate: Tensor, index: number): Tensor =>
    clipGradient(gateGradient(gradient, gate, activations[index]!), clip);
  const replaced = keeps ? sub(1, u) : u;
  const dreplaced = mul(dh, sub(candidate, state));
  const dzh = through(mul(dh, replaced), candidate, 2);
  const dscaled = matMul(dzh, candidateWeight, false, true);
  const dzu = through(keeps ? neg(dreplaced) : dreplaced, u, 1);
  const dzr = through(mul(dscaled, state), r, 0);
  const dgates = concat([dzr, dzu], -1);
  const past = add(mul(dh, sub(1, replaced)), mul(dscaled, r));
  return { dz: concat([dgates, dzh], -1), carry: add(past, matMul(dgates, gateWeight, false, true)) };
}

/** The gates see the state, the candidate what the reset gate leaves of it. */
function weightGradient(dz: Tensor, { gates, states }: Saved): Tensor {
  const units = states.shape[2] as number;
  const [dgates, dzh] = gatesAndCandidate(rowsOf(dz));
  const r = columnsOf(rowsOf(gates), 0, units);
  const state = rowsOf(states);
  return concat([matMul(state, dgates, true), matMul(mul(r, state), dzh, true)], 1);
}

/**
 * Gated recurrent units whose reset gate scales the state before it is multiplied with the weights of the candidate. In
 * each step, with gates in the order reset, update, hidden:
 *
 * `r = reset(zᵣ + h · Uᵣ)`, `u = update(z_u + h · U_u)`, `ĥ = hidden(z_h + (r ∘ h) · U_h)`, `h ← (1 − u) ∘ h + u ∘ ĥ`, or
 * with `keeps` `h ← u ∘ h + (1 − u) ∘ ĥ`. `gruSequence` resets after the product, which is faster: one product a step.
 *
 * Where the mask is not above 0, the state stays.
 *
 * Source: Cho and others, "Learning phrase representations using RNN encoder-decoder", 2014.
 *
 * @param z [N, T, 3 · units]
 * @param hiddenWeight [units, 3 · units]
 * @param hidden [N, units], h before the first step
 * @param mask [N, T]
 * @returns h after each step, [N, T, units]
 * @throws ShapeError
 * @throws DataError for another type than float32
 */
export function gruResetBeforeSequence(
  z: Tensor,
  hiddenWeight: Tensor,
  hidden: Tensor,
  mask: Tensor,
  attrs: GruAttrs,
): Tensor3D {
  return runOperation(NeutypeGruResetBefore, { z, hiddenWeight, hidden, mask }, attrs).y as Tensor3D;
}
