import { checkOptions } from '@neutype/errors';
import type { AnyNetwork } from '@neutype/layers';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkWeightsName } from './checkWeightsName.js';
import { constructed, describeForKeras, python } from './describe.js';
import type { KerasCall, KerasDescription, PythonOptions } from './description.js';
import { isChain, isLayer } from './kerasPaths.js';

/** Options of `kerasCode`. */
export interface KerasCodeOptions {
  /** The file that `saveKerasWeights` wrote, whose values the code loads; without it, the code builds the model alone. */
  readonly weights?: string;
}

/**
 * The network as Python: Keras 3 builds the same model, `model`, with any of its backends. A chain becomes a
 * `Sequential`, a graph a functional model.
 *
 * Two layers of ours stand for several of Keras' here and there, such as convolutions with padding in numbers. Layers
 * that work on padding get a `Masking` before them.
 *
 * @throws OptionError for a layer that Keras cannot say, naming it
 *
 * @example
 * ```ts
 * await saveKerasWeights(network, 'digits.weights.h5');
 * console.log(kerasCode(network, { weights: 'digits.weights.h5' }));
 * ```
 */
export function kerasCode(network: AnyNetwork, options: KerasCodeOptions = {}): string {
  checkNetwork('kerasCode', network);
  checkOptions('kerasCode', options, ['weights']);
  const { weights } = options;
  if (weights !== undefined) checkWeightsName('kerasCode, option weights', weights);
  const description = describeForKeras(network);
  const lines = [
    'import keras',
    'from keras import layers',
    '',
    ...(isChain(description) ? sequential(description) : functional(description)),
    ...(weights === undefined ? [] : [`model.load_weights(${python(weights)})`]),
  ];
  return `${lines.join('\n')}\n`;
}

function sequential({ inputs, calls }: KerasDescription): readonly string[] {
  const made = calls.map((call) => `    ${layerOf(call)},`);
  return [
    'model = keras.Sequential([',
    `    ${inputOf(inputs[0] as KerasDescription['inputs'][number])},`,
    ...made,
    '])',
  ];
}

function functional({ inputs, calls, outputs }: KerasDescription): readonly string[] {
  const names = new VariableNames();
  const layerCounts = new Map<string, number>();
  for (const { name } of calls) layerCounts.set(name, (layerCounts.get(name) ?? 0) + 1);
  const lines = inputs.map((input) => `${names.of(input.name)} = ${inputOf(input)}`);
  const made = new Set<string>();
  for (const call of calls) {
    const isShared = (layerCounts.get(call.name) ?? 0) > 1 && isLayer(call.className);
    const layer = isShared ? names.of(`${call.name}, the layer`) : layerOf(call);
    if (isShared && !made.has(call.name)) lines.push(`${layer} = ${layerOf(call)}`);
    made.add(call.name);
    lines.push(`${names.of(call.output)} = ${called(call, layer, names)}`);
  }
  const listed = (each: readonly string[]): string =>
    each.length === 1 ? (each[0] as string) : `[${each.join(', ')}]`;
  const ins = inputs.map(({ name }) => names.of(name));
  const outs = outputs.map((output) => names.of(output));
  return [...lines, `model = keras.Model(${listed(ins)}, ${listed(outs)})`];
}

function called(call: KerasCall, layer: string, names: VariableNames): string {
  const inputs = call.inputs.map((input) => names.of(input));
  if (call.className.startsWith('x[')) return `${inputs[0]}${call.className.slice(1)}`;
  if (!isLayer(call.className)) {
    return `keras.${call.className}(${[inputs.join(', '), ...keywords(call.options)].join(', ')})`;
  }
  const taken = call.takes === 'list' ? `[${inputs.join(', ')}]` : inputs.join(', ');
  const named = Object.entries(call.named).map(([name, value]) => `${name}=${names.of(value)}`);
  return `${layer}(${[taken, ...keywords(call.callOptions), ...named].join(', ')})`;
}

function keywords(options: PythonOptions): readonly string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${python(value)}`);
}

function inputOf({ name, shape }: KerasDescription['inputs'][number]): string {
  return `keras.Input(${python(shape)}, name=${python(kerasName(name))})`;
}

function layerOf({ className, name, options }: KerasCall): string {
  return constructed(className, { ...options, name: kerasName(name) });
}

/** Keras takes any name but one with a slash. */
function kerasName(name: string): string {
  return name.replaceAll('/', '-');
}

/** Names of variables in Python for what layers give. */
class VariableNames {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set(PYTHON_WORDS);

  of(output: string): string {
    const known = this.#given.get(output);
    if (known !== undefined) return known;
    const word = output
      .replace(/\W+/g, '_')
      .replace(/^(?=\d)|^$/, '_')
      .toLowerCase();
    let name = word;
    for (let number = 2; this.#taken.has(name); number++) name = `${word}_${number}`;
    this.#taken.add(name);
    this.#given.set(output, name);
    return name;
  }
}

const PYTHON_WORDS: readonly string[] = [
  'and',
  'as',
  'assert',
  'async',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'else',
  'except',
  'finally',
  'for',
  'from',
  'global',
  'if',
  'import',
  'in',
  'is',
  'lambda',
  'nonlocal',
  'not',
  'or',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
  'keras',
  'layers',
  'model',
];
