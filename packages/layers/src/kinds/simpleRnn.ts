import { type GateActivation, simpleRnnSequence } from '@neutype/core';
import type { Layer, ShapeRule } from '../layer.js';
import { checkRecurrent, gateActivations, type RecurrentOptions } from '../recurrent/options.js';
import { recurrentLayer } from '../recurrent/recurrentLayer.js';
import type { SequenceAndState } from '../takes.js';

/** Options of `simpleRnn`. */
export interface SimpleRnnOptions extends RecurrentOptions {
  /** `'tanh'` by default. */
  readonly activation?: GateActivation;
}

/** Options with which each step comes out. */
interface Sequences {
  readonly returnSequences: true;
}

/** Options with which the last step alone comes out. */
interface Last {
  readonly returnSequences?: false;
}

/**
 * The plain recurrence: in each step `h ← activation(x · inputWeight + bias + h · hiddenWeight)`.
 *
 * `[?, time, features]` → `[?, units]`, or `[?, time, units]` with `returnSequences`. A second input, `[?, units]`, is
 * the state before the first step.
 *
 * Of PyTorch's `nn.RNN`, `weight_ih_l0` and `weight_hh_l0` are `inputWeight` and `hiddenWeight` transposed, and the sum of
 * its two biases is `bias`.
 *
 * Elman, "Finding structure in time", 1990.
 *
 * @param units numbers of the state
 * @throws OptionError for a number of units below 1, or an option that there is not or that is out of its range
 * @throws ShapeError in the network, where the input is no sequence or the second one no state
 *
 * @example
 * ```ts
 * const network = input([20, 3]).to(simpleRnn(32), linear(1));
 * ```
 */
export function simpleRnn<const Units extends number>(
  units: Units,
  options: SimpleRnnOptions & Sequences,
): Layer<readonly [number, Units], SequenceAndState>;
export function simpleRnn<const Units extends number>(
  units: Units,
  options?: SimpleRnnOptions & Last,
): Layer<readonly [Units], SequenceAndState>;
export function simpleRnn(units: number, options?: SimpleRnnOptions): Layer<ShapeRule, SequenceAndState>;
export function simpleRnn(units: number, options: SimpleRnnOptions = {}): Layer {
  checkRecurrent('simpleRnn', units, options, ['activation']);
  const { activation = 'tanh' } = options;
  const activations = gateActivations('simpleRnn', { activation }, { activation: 'tanh' });
  return recurrentLayer(
    {
      kind: 'simple-rnn',
      units,
      options,
      activations,
      bias: options.bias === undefined ? 0 : options.bias,
      initialStates: { initialHidden: options.initialHidden ?? 0 },
      settings: { activation },
      run: ({ z, hiddenWeight, states: [hidden], mask, attrs }) =>
        simpleRnnSequence(z, hiddenWeight, hidden!, mask, attrs),
    },
    (others) => simpleRnn(units, others),
  );
}
