import { type GateActivation, gruResetBeforeSequence, gruSequence } from '@neutype/core';
import { checkChoice, OptionError } from '@neutype/errors';
import { fill } from '@tensorflow/tfjs-core';
import type { InitialValue } from '../initialValue.js';
import type { Layer, ShapeRule } from '../layer.js';
import { checkRecurrent, gateActivations, type RecurrentOptions } from '../recurrent/options.js';
import { recurrentLayer } from '../recurrent/recurrentLayer.js';
import type { SequenceAndState } from '../takes.js';

/** The gates of `gru`, in the order of their weights; `hidden` is what the state is replaced with. */
export interface GruActivations {
  /** `'sigmoid'` by default. */
  readonly reset?: GateActivation;
  /** `'sigmoid'` by default. */
  readonly update?: GateActivation;
  /** `'tanh'` by default. */
  readonly hidden?: GateActivation;
}

/** Options of `gru`. */
export interface GruOptions extends RecurrentOptions {
  /**
   * What an update gate of 1 does: `'replaces'` the state (the default, as in NeuPy) or `'keeps'` it (as in PyTorch and
   * Keras).
   */
  readonly updateGate?: 'replaces' | 'keeps';
  /**
   * Whether the reset gate acts `'after'` the product of the state with its weights (the default, as in NeuPy, PyTorch and
   * Keras) or `'before'` it (Keras' `reset_after=False`, tfjs's GRU and ONNX's `linear_before_reset=0`), which is slower.
   */
  readonly resetGate?: 'after' | 'before';
  /**
   * Initial bias of what comes of the state, `[3 · units]`; `null` for none, the default. PyTorch and Keras have one.
   * There is none with `resetGate: 'before'`, for there it would only be added to `bias`.
   */
  readonly hiddenBias?: InitialValue | null;
  readonly activations?: GruActivations;
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
 * Gated recurrent units. In each step, with `z = x · inputWeight + bias` and `q = h · hiddenWeight + hiddenBias` in three
 * parts, reset, update and hidden:
 *
 * ```text
 * r = σ(zᵣ + qᵣ)    u = σ(z_u + q_u)    ĥ = tanh(z_h + r ∘ q_h)    h ← (1 − u) ∘ h + u ∘ ĥ
 * ```
 *
 * With `updateGate: 'keeps'` the last is `h ← u ∘ h + (1 − u) ∘ ĥ`. The reset gate acts after the product with the state
 * (Keras' `reset_after`); with `resetGate: 'before'` it acts before it: `ĥ = tanh(z_h + (r ∘ h) · U_h)`, where `U_h` is the
 * last third of `hiddenWeight`.
 *
 * `[?, time, features]` → `[?, units]`, or `[?, time, units]` with `returnSequences`. A second input, `[?, units]`, is
 * the state before the first step.
 *
 * Formula, order of the gates and initial values are NeuPy's, whose `HeNormal()` is `lecunNormal()` here. PyTorch's
 * `nn.GRU` is `gru(units, { updateGate: 'keeps', hiddenBias: 0 })`: `weight_ih_l0` and `weight_hh_l0` are `inputWeight` and
 * `hiddenWeight` transposed, `bias_ih_l0` and `bias_hh_l0` are `bias` and `hiddenBias`. So is Keras' with the first two of
 * three thirds of its weights exchanged, for its update gate comes first; the rows of its `bias` are the two biases. Its
 * `GRU(units, reset_after=False)` is `gru(units, { resetGate: 'before', updateGate: 'keeps' })`, with one bias.
 *
 * Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; Chung et al., "Empirical evaluation of
 * gated recurrent neural networks on sequence modeling", 2014.
 *
 * @param units numbers of the state
 * @throws OptionError for a number of units below 1, or an option that there is not or that is out of its range; for
 * a `hiddenBias` with `resetGate: 'before'`
 * @throws ShapeError in the network, where the input is no sequence or the second one no state
 *
 * @example
 * ```ts
 * const network = input([20, 5]).to(gru(32, { maskValue: 0 }), softmax(3));
 * ```
 */
export function gru<const Units extends number>(
  units: Units,
  options: GruOptions & Sequences,
): Layer<readonly [number, Units], SequenceAndState>;
export function gru<const Units extends number>(
  units: Units,
  options?: GruOptions & Last,
): Layer<readonly [Units], SequenceAndState>;
export function gru(units: number, options?: GruOptions): Layer<ShapeRule, SequenceAndState>;
export function gru(units: number, options: GruOptions = {}): Layer {
  checkRecurrent('gru', units, options, ['activations', 'hiddenBias', 'resetGate', 'updateGate']);
  const {
    bias = 0,
    hiddenBias = null,
    initialHidden = 0,
    resetGate = 'after',
    updateGate = 'replaces',
  } = options;
  checkChoice('gru, option resetGate', resetGate, ['after', 'before']);
  checkChoice('gru, option updateGate', updateGate, ['replaces', 'keeps']);
  if (resetGate === 'before') checkNoHiddenBias(hiddenBias);
  const activations = gateActivations('gru', options.activations, {
    reset: 'sigmoid',
    update: 'sigmoid',
    hidden: 'tanh',
  });
  return recurrentLayer(
    {
      kind: 'gru',
      units,
      options,
      activations,
      bias,
      initialStates: { initialHidden },
      parameters: {
        hiddenBias: hiddenBias === null ? undefined : { shape: [3 * units], value: hiddenBias },
      },
      settings: {
        updateGate,
        activations,
        ...(resetGate === 'before' && { resetGate }),
        ...(hiddenBias !== null && { hiddenBias: 0 }),
      },
      run: ({ z, hiddenWeight, states: [hidden], mask, parameters, attrs: common }) => {
        const attrs = { ...common, keeps: updateGate === 'keeps' };
        if (resetGate === 'before') return gruResetBeforeSequence(z, hiddenWeight, hidden!, mask, attrs);
        const biases = parameters['hiddenBias'] ?? fill([3 * units], 0);
        return gruSequence(z, hiddenWeight, biases, hidden!, mask, attrs);
      },
    },
    (others) => gru(units, others),
  );
}

function checkNoHiddenBias(hiddenBias: GruOptions['hiddenBias']): void {
  if (hiddenBias === null) return;
  throw new OptionError({
    where: 'gru, option hiddenBias',
    expected: "null with resetGate: 'before', where nothing is between the two biases",
    received: 'a bias',
    remedy: 'Leave hiddenBias out: bias does the same.',
  });
}
