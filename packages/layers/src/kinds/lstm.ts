import { type GateActivation, lstmSequence, OptionError } from '@neutype/core';
import { checkFlag, checkNumber } from '@neutype/errors';
import { concat, fill, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Initializer } from '../initializers/initializer.js';
import { lecunNormal } from '../initializers/lecunNormal.js';
import { type InitialValue, toInitializer } from '../initialValue.js';
import type { Layer, ParameterDefinitions, ShapeRule } from '../layer.js';
import { checkRecurrent, gateActivations, type RecurrentOptions } from '../recurrent/options.js';
import { type CellInputs, recurrentLayer } from '../recurrent/recurrentLayer.js';
import type { SequenceAndState } from '../takes.js';

/** The gates of `lstm`, in the order of their weights; `cell` is what the input gate lets into the cell. */
export interface LstmActivations {
  /** `'sigmoid'` by default. */
  readonly input?: GateActivation;
  /** `'sigmoid'` by default. */
  readonly forget?: GateActivation;
  /** `'tanh'` by default. */
  readonly cell?: GateActivation;
  /** `'sigmoid'` by default. */
  readonly output?: GateActivation;
}

/** Options of `lstm`. */
export interface LstmOptions extends RecurrentOptions {
  /** Added to the initial bias of the forget gate, 0. With 1 the cell remembers from the beginning. */
  readonly forgetBias?: number;
  /** Whether gates see the cell, through a weight for each unit. `false`. */
  readonly peepholes?: boolean;
  /** Initial weights of each of the three peepholes, `[units]`; `lecunNormal()` by default. */
  readonly peepholeWeight?: InitialValue;
  /** The cell before the first step, `[units]`, 0 by default. */
  readonly initialCell?: InitialValue;
  /** Whether the cell comes out behind the hidden state: `[?, 2 · units]`, which another `lstm` takes as its state. `false`. */
  readonly returnCell?: boolean;
  readonly activations?: LstmActivations;
}

/** Options with which each step comes out. */
interface Sequences {
  readonly returnSequences: true;
  readonly returnCell?: false;
}

/** Options with which the last step alone comes out. */
interface Last {
  readonly returnSequences?: false;
  readonly returnCell?: false;
}

/**
 * Long short-term memory: a cell beside the hidden state, and gates that say what goes in, stays and comes out. In each
 * step, with `z = x · inputWeight + bias + h · hiddenWeight` in four parts, input, forget, cell and output:
 *
 * ```text
 * i = σ(zᵢ)    f = σ(z_f)    g = tanh(z_g)    c ← f ∘ c + i ∘ g    o = σ(zₒ)    h ← o ∘ tanh(c)
 * ```
 *
 * With `peepholes`, `c ∘ inputPeephole` and `c ∘ forgetPeephole` are added to zᵢ and z_f, and `c ∘ outputPeephole` with
 * the new c to zₒ.
 *
 * `[?, time, features]` → `[?, units]`, or `[?, time, units]` with `returnSequences`. A second input is the state before
 * the first step: h, `[?, units]`, or h followed by c, `[?, 2 · units]`, as `returnCell` gives them.
 *
 * Formula, order of the gates and initial values are NeuPy's, whose `HeNormal()` is `lecunNormal()` here. Of PyTorch's
 * `nn.LSTM`, `weight_ih_l0` and `weight_hh_l0` are `inputWeight` and `hiddenWeight` transposed, and the sum of its two
 * biases is `bias`; Keras' `kernel`, `recurrent_kernel` and `bias` are the three as they are. Keras begins with
 * `forgetBias: 1`.
 *
 * Hochreiter & Schmidhuber, "Long short-term memory", 1997; Gers, Schraudolph & Schmidhuber, "Learning precise timing with
 * LSTM recurrent networks", 2002.
 *
 * @param units numbers of the hidden state, and of the cell
 * @throws OptionError for a number of units below 1, or an option that there is not or that is out of its range
 * @throws ShapeError in the network, where the input is no sequence or the second one no state
 *
 * @example
 * ```ts
 * const words = input([20, 5]).to(lstm(32, { maskValue: 0 }), sigmoid(1));
 * const stacked = input([20, 5]).to(lstm(32, { returnSequences: true, forgetBias: 1 }), lstm(32), sigmoid(1));
 * const translation = inputs({ target: [20, 8], source: [30, 8] }).to(
 *   parallel(join(), lstm(64, { returnCell: true })), // the source's last state …
 *   lstm(64, { returnSequences: true }), // … is the one that the target begins with
 * );
 * ```
 */
export function lstm<const Units extends number>(
  units: Units,
  options: LstmOptions & Sequences,
): Layer<readonly [number, Units], SequenceAndState>;
export function lstm<const Units extends number>(
  units: Units,
  options?: LstmOptions & Last,
): Layer<readonly [Units], SequenceAndState>;
export function lstm(units: number, options?: LstmOptions): Layer<ShapeRule, SequenceAndState>;
export function lstm(units: number, options: LstmOptions = {}): Layer {
  checkOptions(units, options);
  const { forgetBias = 0, peepholes = false, returnCell = false } = options;
  const { initialHidden = 0, initialCell = 0 } = options;
  const activations = gateActivations('lstm', options.activations, {
    input: 'sigmoid',
    forget: 'sigmoid',
    cell: 'tanh',
    output: 'sigmoid',
  });
  return recurrentLayer(
    {
      kind: 'lstm',
      units,
      options,
      activations,
      bias: biasOf(options, units),
      initialStates: { initialHidden, initialCell },
      outputSize: returnCell ? 2 * units : units,
      parameters: peepholes ? peepholeParameters(units, options.peepholeWeight) : {},
      settings: { forgetBias, peepholes, returnCell, activations },
      run: ({ z, hiddenWeight, states: [hidden, cell], mask, parameters, attrs }) => {
        const state = { hidden: hidden!, cell: cell! };
        const seen = peepholesOf(parameters, units);
        return lstmSequence(z, hiddenWeight, seen, state, mask, { ...attrs, cells: returnCell });
      },
    },
    (others) => lstm(units, others),
  );
}

function checkOptions(units: number, options: LstmOptions): void {
  const others = ['activations', 'forgetBias', 'initialCell', 'peepholeWeight', 'peepholes', 'returnCell'];
  checkRecurrent('lstm', units, options, others);
  const { bias, forgetBias = 0, peepholeWeight, peepholes = false, returnCell = false } = options;
  checkNumber('lstm, option forgetBias', forgetBias);
  checkFlag('lstm, option peepholes', peepholes);
  checkFlag('lstm, option returnCell', returnCell);
  if (bias === null && forgetBias !== 0) {
    throw new OptionError({
      where: 'lstm, option forgetBias',
      expected: 'a bias that it is added to',
      received: 'bias: null',
    });
  }
  if (peepholeWeight === undefined || peepholes) return;
  throw new OptionError({
    where: 'lstm, option peepholeWeight',
    expected: 'peepholes that it is for',
    received: `peepholes: ${peepholes}`,
    remedy: 'Write peepholes: true.',
  });
}

/** The second quarter of the bias is the forget gate's. */
function biasOf({ bias = 0, forgetBias = 0 }: LstmOptions, units: number): InitialValue | null {
  if (bias === null || forgetBias === 0) return bias;
  const withForgetBias: Initializer = {
    name: `forgetBias(${forgetBias})`,
    fill: (target, shape, random) => {
      toInitializer(bias, shape, 'lstm, option bias').fill(target, shape, random);
      for (let unit = units; unit < 2 * units; unit++) target[unit]! += forgetBias;
    },
  };
  return withForgetBias;
}

const PEEPHOLES = ['inputPeephole', 'forgetPeephole', 'outputPeephole'] as const;

function peepholeParameters(units: number, value: InitialValue = lecunNormal()): ParameterDefinitions {
  return Object.fromEntries(PEEPHOLES.map((name) => [name, { shape: [units], value }]));
}

function peepholesOf(parameters: CellInputs['parameters'], units: number): Tensor {
  if (parameters[PEEPHOLES[0]] === undefined) return fill([3, units], 0);
  return concat(PEEPHOLES.map((name) => reshape(parameters[name] as Tensor, [1, units])));
}
