import { create } from '@bufbuild/protobuf';
import { OptionError } from '@neutype/errors';
import type { AnyNetwork, PlacedLayer } from '@neutype/layers';
import type { PreparationByInput } from '../../network/preparation.js';
import { type GraphProto, GraphProtoSchema } from '../proto/onnx_pb.js';
import { GraphWriter } from './graphWriter.js';
import { LAYER_WRITERS } from './layerWriters.js';
import { prepared } from './preparation.js';
import { refused } from './refused.js';
import type { Stored } from './stored.js';
import type { Value } from './value.js';
import { valueInfo } from './valueInfo.js';

export interface GraphOptions {
  readonly opset: number;
  readonly name: string;
  /** What inputs go through before they come to the network. */
  readonly preparation: PreparationByInput;
}

/** A network as a graph, and the tensors in it, whose values are yet to be fetched. */
export function writeGraph(
  network: AnyNetwork,
  { opset, name, preparation }: GraphOptions,
): { readonly graph: GraphProto; readonly stored: readonly Stored[] } {
  const surroundings: Surroundings = { network, preparation };
  const outputs = outputsOf(network);
  const starts = network.layers.filter(({ inputs }) => inputs.length === 0);
  checkNames(starts, outputs);
  const writer = new GraphWriter(
    opset,
    [...starts, ...outputs].map(({ name }) => name),
  );
  const values = new Map<string, Value>();
  for (const layer of network.layers) {
    writer.enter(layer.name);
    values.set(layer.name, written(writer, layer, values, surroundings));
  }
  const taken = new Set(outputs.map(({ name }) => name));
  for (const { name, layer } of outputs) finish(writer, values.get(layer.name) as Value, name, taken);
  const graph = create(GraphProtoSchema, {
    name,
    node: writer.nodes,
    input: starts.map((start) => valueInfo(start.name, typeOf(start, surroundings), start.outputShape)),
    output: outputs.map(({ name, layer }) => valueInfo(name, 'float32', layer.outputShape)),
  });
  return { graph, stored: writer.stored };
}

interface Output {
  readonly name: string;
  readonly layer: PlacedLayer;
}

function outputsOf({ graph: { ends, endNames, placed } }: AnyNetwork): readonly Output[] {
  return ends.map((end, index) => {
    const layer = placed.get(end) as PlacedLayer;
    return { name: endNames?.[index] ?? layer.name, layer };
  });
}

function checkNames(starts: readonly PlacedLayer[], outputs: readonly Output[]): void {
  const both = outputs.find(({ name }) => starts.some((start) => start.name === name));
  if (both === undefined) return;
  throw new OptionError({
    where: 'onnx, outputs',
    expected: 'other names than those of the inputs',
    received: `${both.name} for both`,
    remedy: 'Name the output: outputs({ result: network }).',
  });
}

interface Surroundings {
  readonly network: AnyNetwork;
  readonly preparation: PreparationByInput;
}

function written(
  writer: GraphWriter,
  layer: PlacedLayer,
  values: ReadonlyMap<string, Value>,
  surroundings: Surroundings,
): Value {
  if (layer.inputs.length === 0) {
    const isIndices = typeOf(layer, surroundings) === 'int64';
    const input = writer.value(layer.name, layer.outputShape, 'last', isIndices);
    return prepared(writer, input, surroundings.preparation[layer.name] ?? []);
  }
  const write = Object.hasOwn(LAYER_WRITERS, layer.kind) ? LAYER_WRITERS[layer.kind] : undefined;
  if (write === undefined) {
    throw refused(
      layer,
      'its computation is code of yours',
      'Leave it out with network.until(…), and do it outside.',
    );
  }
  const inputs = layer.inputs.map((name) => values.get(name) as Value);
  return write(writer, layer, inputs as unknown as readonly [Value, ...Value[]]);
}

/** Numbers of words are whole, where an input is nothing else and is taken as it comes. */
function typeOf({ name }: PlacedLayer, { network, preparation }: Surroundings): 'float32' | 'int64' {
  const takers = network.layers.filter(({ inputs }) => inputs.includes(name));
  const isRaw = (preparation[name] ?? []).length === 0;
  return isRaw && takers.length > 0 && takers.every(({ kind }) => kind === 'embedding') ? 'int64' : 'float32';
}

/** Gives a value, as our networks have it, the name of an output; one that is an output already, or an input, one more. */
function finish(writer: GraphWriter, value: Value, name: string, taken: ReadonlySet<string>): void {
  const held = writer.in('last', value);
  const isMade = writer.nodes.some(({ output }) => output.includes(held));
  if (!isMade || taken.has(held)) {
    writer.identity(held, name);
    return;
  }
  writer.rename(held, name);
  for (const [layout, each] of value.names) if (each === held) value.names.set(layout, name);
}
