import type { PlacedLayer } from '@neutype/layers';
import type { PythonOptions, Write, Writing } from './description.js';
import { attentionVariables, gruVariables, type KerasVariable, plainVariables } from './variables.js';

/** Recurrent layers and attention. */
export const WRITE_SEQUENCES: Readonly<Record<string, Write>> = {
  'simple-rnn': recurrent,
  lstm: recurrent,
  gru: recurrent,
  'multi-head-attention': attention,
};

/** A recurrent layer as Keras has it. */
export interface KerasRecurrence {
  readonly className: 'SimpleRNN' | 'LSTM' | 'GRU';
  readonly options: PythonOptions;
  variables(folder: string): readonly KerasVariable[];
}

/** @throws OptionError for what Keras' layers do not do */
export function recurrenceOf(writing: Writing, layer: PlacedLayer = writing.layer): KerasRecurrence {
  const { kind, parameters, settings } = layer;
  if (parameters['initialHidden'] ?? parameters['initialCell']) {
    throw writing.refused('a state before the first step that is a parameter');
  }
  const options: PythonOptions = {
    units: settings['units'] as number,
    ...(settings['returnSequences'] === true && { return_sequences: true }),
    ...(parameters['bias'] === undefined && parameters['hiddenBias'] === undefined && { use_bias: false }),
    ...gateOptions(writing, layer),
  };
  const names: Readonly<Record<string, KerasRecurrence['className']>> = {
    'simple-rnn': 'SimpleRNN',
    lstm: 'LSTM',
    gru: 'GRU',
  };
  const variables = (folder: string): readonly KerasVariable[] =>
    kind === 'gru'
      ? gruVariables(layer, folder)
      : plainVariables(layer, ['inputWeight', 'hiddenWeight', 'bias'], folder);
  return { className: names[kind] as KerasRecurrence['className'], options, variables };
}

type Gates = Readonly<Record<string, string>>;

function gateOptions(writing: Writing, { kind, settings }: PlacedLayer): PythonOptions {
  if (kind === 'simple-rnn') return { activation: gate(writing, String(settings['activation'] ?? 'tanh')) };
  const { input, forget, cell, output, reset, update, hidden } = settings['activations'] as Gates;
  if (kind === 'gru') {
    if (reset !== update) throw writing.refused('gates with different activations');
    if (settings['updateGate'] !== 'keeps' && update !== 'sigmoid') {
      throw writing.refused(
        `an update gate ${update} that replaces the state`,
        "Make it with updateGate: 'keeps'.",
      );
    }
    return {
      activation: gate(writing, hidden),
      recurrent_activation: gate(writing, update),
      ...(settings['resetGate'] === 'before' && { reset_after: false }),
    };
  }
  if (settings['peepholes'] === true) throw writing.refused('peepholes');
  if (settings['returnCell'] === true) throw writing.refused('a cell that comes out');
  if (input !== forget || input !== output) throw writing.refused('gates with different activations');
  if (cell !== 'tanh') throw writing.refused(`a cell activation ${cell}, while tanh goes over the cell`);
  return { recurrent_activation: gate(writing, input) };
}

function gate(writing: Writing, name: string | undefined): string {
  if (name !== undefined && name !== 'hardSigmoid') return name;
  throw writing.refused('hardSigmoid with a slope of 0.2', "Keras 3's slope is 1/6.");
}

function recurrent(writing: Writing): void {
  const { layer } = writing;
  const { className, options, variables } = recurrenceOf(writing);
  const [sequence, state] = writing.inputs as readonly [string, string?];
  if (state !== undefined && className === 'LSTM') throw writing.refused('a state that comes in');
  const backwards = layer.settings['backwards'] === true;
  const maskValue = layer.settings['maskValue'] as number | undefined;
  const inputs =
    maskValue === undefined
      ? [sequence]
      : [writing.call('Masking', { mask_value: maskValue }, { inputs: [sequence] })];
  writing.call(
    className,
    { ...options, ...(backwards && { go_backwards: true }) },
    {
      inputs,
      variables: variables('cell/vars'),
      ...(state !== undefined && { named: { initial_state: state } }),
    },
  );
  if (options['return_sequences'] !== true) return;
  if (backwards) writing.call('ops.flip', { axis: 1 });
  // Reshape is a layer that knows no masks: those behind it are not to look at this one
  else if (maskValue !== undefined) writing.call('Reshape', { target_shape: layer.outputShape });
}

function attention(writing: Writing): void {
  const { layer } = writing;
  const { heads, causal, dropout, maskValue } = layer.settings as Readonly<Record<string, number>> & {
    readonly causal: boolean;
  };
  const [query, key = query, value = key] = writing.inputs as readonly [string, string?, string?];
  const keys =
    maskValue === undefined ? key : writing.call('Masking', { mask_value: maskValue }, { inputs: [key] });
  const compared = layer.parameters['queryWeight']?.shape[1] as number;
  const taken = layer.parameters['valueWeight']?.shape[1] as number;
  const isShared = value === key;
  if (!isShared && maskValue !== undefined)
    throw writing.refused('padding of keys beside values of their own');
  writing.call(
    'MultiHeadAttention',
    {
      num_heads: heads as number,
      key_dim: compared / (heads as number),
      value_dim: taken / (heads as number),
      ...(dropout && { dropout }),
      ...(layer.parameters['outputBias'] === undefined && { use_bias: false }),
    },
    {
      inputs: isShared ? [query, keys] : [query, value, keys],
      takes: 'each',
      callOptions: causal ? { use_causal_mask: true } : {},
      variables: attentionVariables(layer),
    },
  );
}
