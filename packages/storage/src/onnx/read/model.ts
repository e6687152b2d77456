import { fromBinary } from '@bufbuild/protobuf';
import { type ByteSource, type FileInput, withFile } from '@neutype/files';
import { type GraphProto, type ModelProto, ModelProtoSchema, type NodeProto } from '../proto/onnx_pb.js';
import { nodeLabel } from './attributes.js';
import { onnxError } from './onnxError.js';
import { withPatterns } from './patterns.js';

/** A file as it was decoded, its nodes in an order in which each has its inputs before it. */
export interface OnnxModel {
  readonly graph: GraphProto;
  /** The nodes that the outputs need. */
  readonly nodes: readonly NodeProto[];
  /** Version of the operators of the standard. */
  readonly opset: number;
  readonly bytes: number;
}

/** @throws DataError for what is no ONNX file or has no sound graph; FileError for a file that cannot be read */
export function readModel(file: FileInput): Promise<OnnxModel> {
  return withFile(file, 'loadOnnx', async (source) => {
    const bytes = await bytesOf(source);
    return checkedModel(decoded(bytes, source.name), bytes.length);
  });
}

async function bytesOf(source: ByteSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.size);
  await source.read(0, bytes);
  return bytes;
}

/** Deeper than any exporter nests its messages. */
const DEEPEST = 32;

function decoded(bytes: Uint8Array, name: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false, recursionLimit: DEEPEST });
  } catch (error) {
    throw onnxError(name, 'an ONNX file', `bytes that are none: ${(error as Error).message}`);
  }
}

function checkedModel({ graph, opsetImport }: ModelProto, bytes: number): OnnxModel {
  if (graph === undefined) throw onnxError('the file', 'a model with a graph', 'none');
  if (graph.sparseInitializer.length > 0) {
    throw onnxError('the graph', 'dense initializers', 'sparse ones', 'Export the model with dense weights.');
  }
  const standard = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const opset = Number(standard?.version ?? 1n);
  if (opset < 7) {
    throw onnxError(
      'the file',
      'operators of version 7 or later',
      `version ${opset}`,
      'onnx.version_converter.convert_version in Python brings it up to date.',
    );
  }
  return { graph, nodes: neededNodes(graph), opset, bytes };
}

/** The nodes that the outputs depend on, each after those that it depends on. */
function neededNodes(graph: GraphProto): readonly NodeProto[] {
  const makers = makersOf({ ...graph, node: [...withPatterns(graph)] });
  const state = new Map<NodeProto, 'open' | 'done'>();
  const ordered: NodeProto[] = [];
  const stack = graph.output.map(({ name }) => makers.get(name)).filter((node) => node !== undefined);
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    const known = state.get(node);
    if (known !== undefined) {
      stack.pop();
      if (known === 'open') ordered.push(node);
      state.set(node, 'done');
      continue;
    }
    state.set(node, 'open');
    for (const name of new Set(node.input)) {
      const maker = makers.get(name);
      const before = maker && state.get(maker);
      if (before === 'open')
        throw onnxError(nodeLabel(maker!), 'a graph without cycles', 'one that it is part of');
      if (maker !== undefined && before === undefined) stack.push(maker);
    }
  }
  return ordered;
}

/** Which node makes the value of each name. */
function makersOf(graph: GraphProto): ReadonlyMap<string, NodeProto> {
  const given = new Set([...graph.initializer, ...graph.input].map(({ name }) => name));
  const makers = new Map<string, NodeProto>();
  for (const node of graph.node) {
    for (const name of node.output) {
      if (name === '') continue;
      if (makers.has(name) || given.has(name)) {
        throw onnxError(
          nodeLabel(node),
          'a value that nothing else gives',
          `'${name.slice(0, 80)}' a second time`,
        );
      }
      makers.set(name, node);
    }
  }
  return makers;
}
