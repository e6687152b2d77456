import { create } from '@bufbuild/protobuf';
import { type AnyNetwork, checkDescribable } from '@neutype/layers';
import type { PreparationByInput } from '../../network/preparation.js';
import { VERSION } from '../../version.js';
import { IR_VERSIONS } from '../opsets.js';
import { ModelProtoSchema } from '../proto/onnx_pb.js';
import { encode } from './encode.js';
import type { Piece } from './stored.js';
import { writeGraph } from './writeGraph.js';

export interface ModelOptions {
  readonly classes: readonly string[] | undefined;
  readonly name: string;
  readonly opset: number;
  readonly preparation: PreparationByInput;
}

/**
 * A network as the pieces of an ONNX file, by options that were checked. Each piece is to be used before the next is asked
 * for.
 */
export function writeModel(
  network: AnyNetwork,
  { classes, name, opset, preparation }: ModelOptions,
): AsyncIterable<Piece> {
  const { graph, stored } = writeGraph(network, { opset, name, preparation });
  // What has no operators was refused with a better reason; this is for a layer of another's by the name of one of ours.
  checkDescribable('onnx', network);
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(IR_VERSIONS[opset] as number),
    producerName: 'neutype',
    producerVersion: VERSION,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    metadataProps: classes === undefined ? [] : [{ key: 'classes', value: JSON.stringify(classes) }],
  });
  return encode(model, graph, stored);
}
