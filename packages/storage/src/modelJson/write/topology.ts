import { OptionError } from '@neutype/errors';
import { type AnyNetwork, architectureOf, type PlacedLayer } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import { type Flow, type Given, KerasWriter, type WriteLayer } from './kerasWriter.js';
import { CONVOLUTIONS } from './writeConvolutions.js';
import { DENSE, feedForward, IN_TRAINING_ALONE } from './writeDense.js';
import { POOLINGS } from './writePoolings.js';
import { bidirectional, type Pair, pairBefore, RECURRENT } from './writeRecurrent.js';
import { SHAPES } from './writeShapes.js';

/** How each kind of layer is written. */
const WRITERS: Readonly<Record<string, WriteLayer>> = {
  ...DENSE,
  ...IN_TRAINING_ALONE,
  ...CONVOLUTIONS,
  ...POOLINGS,
  ...SHAPES,
  ...RECURRENT,
  'feed-forward': feedForward,
};

/** A network as a Keras model. */
export interface Topology {
  /** `{ class_name, config, … }`, as `keras.Model.to_json()` gives it. */
  readonly model: Readonly<Record<string, unknown>>;
  /** By the names that tfjs looks for. */
  readonly weights: ReadonlyMap<string, NdArray<TypedArray>>;
}

/**
 * Writes a network as a model of tfjs's layers.
 *
 * @throws OptionError naming a layer that tfjs has nothing equal to, and what to do
 * @throws NotInitializedError before the parameters have values
 */
export async function topologyOf(network: AnyNetwork, where: string): Promise<Topology> {
  const values = await network.read();
  const writer = new KerasWriter();
  const flows = new Map<string, Flow>();
  const layers = new Map(network.layers.map((layer) => [layer.name, layer]));
  const { outputs } = architectureOf(network);
  const pairs = pairsOf(layers, outputs);
  const partners = new Set(
    [...pairs.values()].flatMap(({ forward, backward }) => [forward.name, backward.name]),
  );
  const given = (placed: PlacedLayer) => givenOf(placed, flows, values, where);
  for (const placed of network.layers) {
    if (partners.has(placed.name)) continue;
    const pair = pairs.get(placed.name);
    const flow = writer.write(placed, () =>
      pair === undefined
        ? written(placed, given, writer)
        : bidirectional(given(placed), given(pair.forward), given(pair.backward), writer),
    );
    flows.set(placed.name, flow);
  }
  return {
    model: modelOf(
      writer,
      outputs.map((name) => flows.get(name) as Flow),
    ),
    weights: weightsOf(writer),
  };
}

function written(placed: PlacedLayer, given: (placed: PlacedLayer) => Given, writer: KerasWriter): Flow {
  if (placed.inputs.length === 0) {
    const shape = placed.inputShape;
    const config = { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false };
    return writer.add('InputLayer', config, [], shape);
  }
  const write = Object.hasOwn(WRITERS, placed.kind) ? WRITERS[placed.kind] : undefined;
  const layer = given(placed);
  if (write === undefined) throw layer.refused(placed.kind);
  return write(layer, writer);
}

const ELSEWHERE = 'save() keeps any network, and saveOnnx() most.';

function givenOf(
  placed: PlacedLayer,
  flows: ReadonlyMap<string, Flow>,
  values: Readonly<Record<string, NdArray>>,
  where: string,
): Given {
  return {
    placed,
    settings: placed.settings,
    inputs: placed.inputs.flatMap((name) => flows.get(name) ?? []),
    has: (parameter) => placed.parameters[parameter] !== undefined,
    values: (parameter) => values[placed.parameters[parameter]?.name ?? ''] as NdArray,
    refused: (what, remedy) =>
      new OptionError({
        where: `${where}, layer ${placed.name}`,
        expected: 'a layer that tfjs has',
        received: what,
        remedy: remedy === undefined ? ELSEWHERE : `${remedy} ${ELSEWHERE}`,
      }),
  };
}

/** Merging layers that stand for a `Bidirectional`, by name. */
function pairsOf(
  layers: ReadonlyMap<string, PlacedLayer>,
  outputs: readonly string[],
): ReadonlyMap<string, Pair> {
  const uses = new Map<string, number>();
  for (const name of [...[...layers.values()].flatMap(({ inputs }) => inputs), ...outputs]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const pairs = [...layers.values()].flatMap((layer): [string, Pair][] => {
    const pair = pairBefore(layer, layers, uses);
    return pair === undefined ? [] : [[layer.name, pair]];
  });
  return new Map(pairs);
}

function modelOf({ layers }: KerasWriter, outputs: readonly Flow[]): Readonly<Record<string, unknown>> {
  const reference = ({ layer, call }: Flow) => [layer.name, call, 0];
  return {
    class_name: 'Functional',
    config: {
      name: 'neutype',
      layers: layers.map(({ calls, className, config, name }) => ({
        name,
        class_name: className,
        config: { ...config, name, trainable: true },
        inbound_nodes: calls.flatMap((inputs) =>
          inputs.length === 0 ? [] : [inputs.map((input) => [...reference(input), {}])],
        ),
      })),
      input_layers: layers.flatMap(({ className, name }) =>
        className === 'InputLayer' ? [[name, 0, 0]] : [],
      ),
      output_layers: outputs.map(reference),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function weightsOf({ layers }: KerasWriter): ReadonlyMap<string, NdArray<TypedArray>> {
  return new Map(
    layers.flatMap(({ name, weights }) =>
      Object.entries(weights).map(([weight, values]) => [`${name}/${weight}`, values] as const),
    ),
  );
}
