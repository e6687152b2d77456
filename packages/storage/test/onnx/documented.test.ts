import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { layerExamples } from '@neutype/layer-examples';
import { input, type Network } from '@neutype/layers';
import { random } from '@neutype/random';
import { onnxBytes } from '../../src/index.js';
import { ModelProtoSchema } from '../../src/onnx/proto/onnx_pb.js';

const PAGE = readFileSync(new URL('../../../../docs/onnx.md', import.meta.url), 'utf8');

/** Of a row of the page: the layers, and the operators. */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map(quoted) as [string[], string[], string[]]);

/** Those of comparisons with `maskValue`, and of axes in another order, as the page says below its table. */
const ANYWHERE = quoted(
  PAGE.slice(PAGE.indexOf('`maskValue` is a comparison'), PAGE.indexOf('| what is refused')),
);

/** The layers of which examples are made that need several. */
const AROUND = ['Gemm', 'Tanh', 'Softmax', 'Add', 'Identity', 'Concat', 'MatMul', 'LayerNormalization'];

it.each([...new Set(layerExamples.map(({ layer }) => layer))].filter((layer) => layer !== 'input'))(
  'the page of ONNX says what %s becomes',
  async (layer) => {
    const row = ROWS.find(([, layers]) => layers.some((name) => name.replace(/\(.*/, '') === layer));
    expect(row).toBeDefined();
    if (layer === 'apply') return;
    const written = new Set<string>();
    for (const example of layerExamples.filter((each) => each.layer === layer)) {
      const network = input(example.inputShape).to(example.make()) as Network;
      network.initialize(random(1));
      const model = await new Blob(await onnxBytes(network)).arrayBuffer();
      const { graph } = fromBinary(ModelProtoSchema, new Uint8Array(model));
      for (const { opType } of graph?.node ?? []) written.add(opType);
    }
    const told = new Set([...(row?.[2] ?? []), ...ANYWHERE, ...AROUND, ...inner(layer)]);
    expect([...written].filter((operator) => !told.has(operator))).toEqual([]);
  },
);

/** The operators of layers that another consists of. */
function inner(layer: string): readonly string[] {
  const layers = {
    bidirectional: ['simpleRnn'],
    feedForward: ['gelu', 'silu'],
    transformerBlock: ['multiHeadAttention', 'gelu', 'keepPadding'],
  };
  const inside: readonly string[] = layers[layer as keyof typeof layers] ?? [];
  return ROWS.flatMap(([, names, operators]) =>
    names.some((name) => inside.includes(name)) ? operators : [],
  );
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
}
