import { GATE_ACTIVATIONS, type GateActivation } from '@neutype/core';
import { checkChoice, checkCount, checkFlag, checkNumber, checkOptions } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { InitialValue } from '../initialValue.js';

/** Options that all recurrent layers have. */
export interface RecurrentOptions {
  /** Whether the state after each step comes out, `[?, time, units]`, rather than the last one alone. `false`. */
  readonly returnSequences?: boolean;
  /** Whether the last step comes first. Sequences that come out are in the order of those that come in. `false`. */
  readonly backwards?: boolean;
  /** A time step whose features all equal this number is padding, over which the state stays. None by default. */
  readonly maskValue?: number;
  /** Initial `[features, gates · units]`; `lecunNormal()` by default. */
  readonly inputWeight?: InitialValue;
  /** Initial `[units, gates · units]`; `lecunNormal()` by default. */
  readonly hiddenWeight?: InitialValue;
  /** Initial `[gates · units]`, 0 by default; `null` for none. */
  readonly bias?: InitialValue | null;
  /** The hidden state before the first step, `[units]`, 0 by default. */
  readonly initialHidden?: InitialValue;
  /** Whether the initial state is learned. `false`. */
  readonly learnInitialState?: boolean;
  /**
   * Gradients of the gates' pre-activations are kept between minus this and this, at every step of the way back. 0, the
   * default, lets them be.
   */
  readonly gradientClip?: number;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

const COMMON_NAMES: readonly (keyof RecurrentOptions)[] = [
  'backwards',
  'bias',
  'gradientClip',
  'hiddenWeight',
  'initialHidden',
  'inputWeight',
  'learnInitialState',
  'maskValue',
  'returnSequences',
];

/** Refuses what is no number of units, and options that mean nothing. */
export function checkRecurrent(
  where: string,
  units: unknown,
  options: RecurrentOptions,
  others: readonly string[],
): void {
  checkCount(`${where}(units)`, units);
  checkLayerOptions(where, options, [...COMMON_NAMES, ...others]);
  const { returnSequences = false, backwards = false, maskValue = 0 } = options;
  const { learnInitialState = false, gradientClip = 0 } = options;
  checkFlag(`${where}, option returnSequences`, returnSequences);
  checkFlag(`${where}, option backwards`, backwards);
  checkFlag(`${where}, option learnInitialState`, learnInitialState);
  checkNumber(`${where}, option maskValue`, maskValue);
  checkNumber(`${where}, option gradientClip`, gradientClip, { from: 0 });
}

/** The activations of gates: those that are given, and the usual ones. */
export function gateActivations<Gate extends string>(
  where: string,
  given: Readonly<Partial<Record<Gate, GateActivation>>> | undefined,
  usual: Readonly<Record<Gate, GateActivation>>,
): Record<Gate, GateActivation> {
  checkOptions(`${where}, option activations`, given ?? {}, Object.keys(usual));
  const activations: Record<Gate, GateActivation> = { ...usual, ...given };
  for (const [gate, activation] of Object.entries(activations)) {
    checkChoice(`${where}, option activations, ${gate}`, activation, GATE_ACTIVATIONS);
  }
  return activations;
}
