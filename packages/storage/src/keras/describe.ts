import type { AnyNetwork, PlacedLayer } from '@neutype/layers';
import { type KerasCall, type KerasDescription, type Python, type Write, Writing } from './description.js';
import { WRITE_CONVOLUTIONS } from './writeConvolutions.js';
import { WRITE_DENSE } from './writeDense.js';
import { recurrenceOf, WRITE_SEQUENCES } from './writeSequences.js';
import { WRITE_SHAPES } from './writeShapes.js';

const WRITERS: Readonly<Record<string, Write>> = {
  ...WRITE_DENSE,
  ...WRITE_CONVOLUTIONS,
  ...WRITE_SHAPES,
  ...WRITE_SEQUENCES,
};

/**
 * A network as layers of Keras.
 *
 * @throws OptionError for a layer that Keras cannot say, naming it
 */
export function describeForKeras(network: AnyNetwork): KerasDescription {
  const { graph, layers } = network;
  const pairs = pairsOf(network);
  const calls: KerasCall[] = [];
  const outputs = new Map<string, string>();
  const owners = new Map<PlacedLayer['layer'], readonly KerasCall[]>();
  for (const layer of layers) {
    if (layer.inputs.length === 0) {
      outputs.set(layer.name, layer.name);
      continue;
    }
    if (pairs.parts.has(layer.name)) continue;
    const pair = pairs.merges.get(layer.name);
    const from = pair === undefined ? layer.inputs : pair[0].inputs;
    const writing = new Writing(
      layer,
      from.map((input) => outputs.get(input) as string),
    );
    if (pair === undefined) write(writing);
    else bidirectional(writing, pair);
    const first = owners.get(layer.layer);
    const own = first === undefined ? writing.calls : again(writing.calls, first);
    if (first === undefined) owners.set(layer.layer, own);
    calls.push(...own);
    outputs.set(layer.name, own.at(-1)?.output as string);
  }
  return {
    inputs: layers
      .filter(({ inputs }) => inputs.length === 0)
      .map(({ name, inputShape }) => ({ name, shape: inputShape })),
    calls,
    outputs: graph.ends.map((end) => outputs.get(graph.placed.get(end)?.name as string) as string),
  };
}

function write(writing: Writing): void {
  const { kind } = writing.layer;
  const writer = Object.hasOwn(WRITERS, kind) ? WRITERS[kind] : undefined;
  if (writer === undefined) throw writing.refused(`the layer ${kind}`);
  writer(writing);
}

/** The calls of a layer that was called before: of the same layers of Keras, whose variables are there already. */
function again(calls: readonly KerasCall[], first: readonly KerasCall[]): readonly KerasCall[] {
  return calls.map((call, index) => {
    const { name } = first[index] as KerasCall;
    return { ...call, name, variables: [] };
  });
}

type Pair = readonly [forward: PlacedLayer, backward: PlacedLayer];

const MERGES: Readonly<Record<string, string>> = {
  concatenate: 'concat',
  add: 'sum',
  average: 'ave',
  multiply: 'mul',
};

const RECURRENT = ['simple-rnn', 'lstm', 'gru'];

/** Layers that put together what two recurrent layers make of one sequence in both directions. */
function pairsOf({ layers, graph }: AnyNetwork): {
  readonly merges: ReadonlyMap<string, Pair>;
  readonly parts: ReadonlySet<string>;
} {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const ends = new Set(graph.ends.map((end) => graph.placed.get(end)?.name));
  const readers = new Map<string, number>();
  for (const input of layers.flatMap(({ inputs }) => inputs))
    readers.set(input, (readers.get(input) ?? 0) + 1);
  const merges = new Map<string, Pair>();
  for (const layer of layers) {
    if (!Object.hasOwn(MERGES, layer.kind) || layer.inputs.length !== 2) continue;
    const [forward, backward] = layer.inputs.map((input) => byName.get(input)) as unknown as Pair;
    const isAlone = [forward, backward].every(({ name }) => readers.get(name) === 1 && !ends.has(name));
    if (isAlone && arePair(forward, backward)) merges.set(layer.name, [forward, backward]);
  }
  return { merges, parts: new Set([...merges.values()].flat().map(({ name }) => name)) };
}

function arePair(forward: PlacedLayer, backward: PlacedLayer): boolean {
  const same =
    RECURRENT.includes(forward.kind) &&
    forward.kind === backward.kind &&
    forward.inputs.length === 1 &&
    forward.inputs[0] === backward.inputs[0] &&
    forward.layer !== backward.layer;
  return (
    same &&
    forward.settings['backwards'] === false &&
    backward.settings['backwards'] === true &&
    forward.settings['maskValue'] === undefined &&
    backward.settings['maskValue'] === undefined
  );
}

function bidirectional(writing: Writing, [forward, backward]: Pair): void {
  const [ahead, back] = [recurrenceOf(writing, forward), recurrenceOf(writing, backward)];
  const axis = writing.layer.settings['axis'] as number | undefined;
  if (axis !== undefined && axis !== -1) throw writing.refused('directions put together along another axis');
  writing.call(
    'Bidirectional',
    {
      layer: { code: constructed(ahead.className, ahead.options) },
      backward_layer: { code: constructed(back.className, { ...back.options, go_backwards: true }) },
      merge_mode: MERGES[writing.layer.kind] as string,
    },
    {
      variables: [
        ...ahead.variables('forward_layer/cell/vars'),
        ...back.variables('backward_layer/cell/vars'),
      ],
    },
  );
}

/** A layer as Python makes it. */
export function constructed(className: string, options: Readonly<Record<string, Python>>): string {
  const listed = Object.entries(options).map(([name, value]) => `${name}=${python(value)}`);
  return `layers.${className}(${listed.join(', ')})`;
}

/** A value as Python writes it. */
export function python(value: Python): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) {
    const listed = (value as readonly Python[]).map(python);
    return `(${listed.join(', ')}${listed.length === 1 ? ',' : ''})`;
  }
  return (value as { readonly code: string }).code;
}

/** JSON's escapes are Python's too, but for those of half a character, which names are not made of. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
