import type { FileInput } from '@neutype/files';
import type { Network } from '@neutype/layers';
import type { NodeProto } from '../proto/onnx_pb.js';
import { assembled, type End } from './assemble.js';
import { nodeLabel } from './attributes.js';
import { Allowance } from './constant.js';
import { type InputOptions, inputViews } from './graphInputs.js';
import { type OnnxModel, readModel } from './model.js';
import { NodeReading, type Value } from './node.js';
import { onnxError } from './onnxError.js';
import { evaluated, isKnown } from './operators/operators.js';
import { readTensor } from './tensor.js';
import { Trunk } from './trunk.js';
import { isBatch, type View } from './view.js';

/** The network of a file. */
export async function readNetwork(file: FileInput, options: InputOptions): Promise<Network> {
  return networkOf(await readModel(file), options);
}

function networkOf(model: OnnxModel, options: InputOptions): Network {
  checkKnown(model.nodes);
  const allowance = new Allowance(model.bytes);
  const trunk = new Trunk(allowance);
  const derived = new Map<ArrayLike<number>, Map<string, Float32Array>>();
  const values = valuesBefore(model, trunk, options);
  const uses = usesOf(model);
  for (const node of model.nodes) {
    const inputs = node.input.map((name) => (name === '' ? undefined : found(values, name, node)));
    trunk.called = calledIn(node);
    const given = evaluated(
      new NodeReading(node, inputs, { trunk, opset: model.opset, allowance, uses, derived }),
    );
    for (const [index, name] of node.output.entries()) {
      const value = given[index];
      if (name !== '' && value !== undefined) values.set(name, value);
    }
  }
  trunk.called = undefined;
  return assembled(trunk.steps, endsOf(model, values, trunk, options));
}

/** Names all operators at once that nothing is known of. */
function checkKnown(nodes: readonly NodeProto[]): void {
  const unknown = nodes.filter(
    ({ opType, domain }) => (domain !== '' && domain !== 'ai.onnx') || !isKnown(opType),
  );
  const [first] = unknown;
  if (first === undefined) return;
  const names = [
    ...new Set(unknown.map(({ opType, domain }) => (domain === '' ? opType : `${domain}.${opType}`))),
  ];
  throw onnxError(
    nodeLabel(first),
    'operators that Neutype has layers for',
    names
      .map((name) => name.slice(0, 60))
      .slice(0, 20)
      .join(', '),
    'The README of @neutype/storage lists those that are read.',
  );
}

function valuesBefore({ graph, nodes }: OnnxModel, trunk: Trunk, options: InputOptions): Map<string, Value> {
  const taken = new Set(nodes.flatMap(({ input }) => input));
  const values = new Map<string, Value>();
  for (const tensor of graph.initializer) {
    const where = `initializer '${tensor.name.slice(0, 80)}'`;
    if (values.has(tensor.name)) throw onnxError(where, 'a name of its own', 'it a second time');
    if (taken.has(tensor.name)) values.set(tensor.name, readTensor(tensor, where));
  }
  const images = imageNames(nodes);
  for (const { name } of graph.output) taken.add(name);
  const isTaken = (name: string): boolean => taken.has(name);
  for (const [name, view] of inputViews(graph, isTaken, (input) => images.has(input), trunk, options)) {
    values.set(name, view);
  }
  return values;
}

/** Operators whose input has channels on its second axis. */
const OF_IMAGES: ReadonlySet<string> = new Set([
  'AveragePool',
  'BatchNormalization',
  'Conv',
  'ConvTranspose',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'GroupNormalization',
  'InstanceNormalization',
  'LRN',
  'MaxPool',
  'Resize',
  'Upsample',
]);

/** Operators that leave the axes as they are. */
const PASSING: ReadonlySet<string> = new Set(['Add', 'Cast', 'Div', 'Identity', 'Mul', 'Pad', 'Relu', 'Sub']);

/** Values that go into such operators, at once or through what leaves their axes as they are. */
function imageNames(nodes: readonly NodeProto[]): ReadonlySet<string> {
  const images = new Set<string>();
  for (const { opType, input, output } of nodes.toReversed()) {
    const passes = PASSING.has(opType) && output.some((name) => images.has(name));
    if (OF_IMAGES.has(opType) || passes) images.add(input[0] ?? '');
  }
  return images;
}

function usesOf({ graph, nodes }: OnnxModel): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const name of [...nodes.flatMap(({ input }) => input), ...graph.output.map((output) => output.name)]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

function found(values: ReadonlyMap<string, Value>, name: string, node: NodeProto): Value {
  const value = values.get(name);
  if (value !== undefined) return value;
  throw onnxError(nodeLabel(node), 'inputs that the file gives', `'${name.slice(0, 80)}', which it does not`);
}

/** What its layer is called in the program that wrote the file: `fc1` for a node with `fc1.weight`. */
function calledIn({ input }: NodeProto): string | undefined {
  for (const name of input) {
    const [, layer] = /^([\w-]+(?:\.[\w-]+)*)\.(?:weight|bias)$/.exec(name.slice(0, 100)) ?? [];
    if (layer !== undefined && !/^[\d.]+$/.test(layer)) return layer.replace(/\.out_proj$/, '');
  }
  return undefined;
}

function endsOf(
  { graph }: OnnxModel,
  values: ReadonlyMap<string, Value>,
  trunk: Trunk,
  { layout }: InputOptions,
): readonly End[] {
  if (graph.output.length === 0) throw onnxError('the graph', 'outputs', 'none');
  return graph.output.map(({ name }) => {
    const value = values.get(name);
    if (value?.kind === 'view') return { name, step: endOf(value, trunk, layout, name) };
    throw onnxError(`output '${name.slice(0, 80)}'`, "what is computed from the network's input", 'another');
  });
}

/** An output as it comes out: in the file's layout, or images as they lie. */
function endOf(view: View, trunk: Trunk, layout: 'file' | 'channelsLast', name: string): End['step'] {
  if (!view.axes.some(isBatch)) {
    throw onnxError(
      `output '${name.slice(0, 80)}'`,
      'samples along an axis of their own',
      'one that they share',
    );
  }
  const [, channels, ...positions] = view.axes;
  const isImage =
    layout === 'channelsLast' && positions.length > 0 && view.placed.length === view.axes.length;
  const lies = channels !== undefined && view.placed.at(-1) !== undefined;
  const isLast = lies && channels.every((atom) => view.placed.at(-1)!.includes(atom)) && channels.length > 0;
  if (isImage && isLast) return trunk.settled(view).step;
  return trunk.asInFile(view);
}
