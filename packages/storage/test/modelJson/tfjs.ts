import { expect } from '@jest/globals';
import type { AnyNetwork, Network } from '@neutype/layers';
import { NdArray, ndarray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { type io, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';

/** Relative to the largest number that comes out. */
const TOLERANCE = 1e-5;

/** Files of a model as tfjs loads them. */
export async function loadInTfjs(files: ReadonlyMap<string, Uint8Array>): Promise<LayersModel> {
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as {
    readonly modelTopology: object;
    readonly weightsManifest: readonly {
      readonly paths: string[];
      readonly weights: io.WeightsManifestEntry[];
    }[];
  };
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const bytes = await new Blob(paths.map((path) => files.get(path) as Uint8Array<ArrayBuffer>)).arrayBuffer();
  return loadLayersModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: bytes,
    }),
  });
}

/** What tfjs's `model.save` would write. */
export async function savedByTfjs(model: LayersModel): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts: io.ModelArtifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return saved as io.ModelArtifacts;
}

/** Three samples for each input of a network, in order. */
export function samplesFor(network: AnyNetwork, indices?: number): readonly NdArray[] {
  const source = random(3);
  const draw = indices === undefined ? () => source.uniform(-1, 1) : () => source.integer(indices);
  const starts = network.layers.filter(({ inputs }) => inputs.length === 0);
  return starts.map(({ outputShape }) => {
    const shape = [3, ...outputShape];
    return new NdArray(Float32Array.from({ length: sizeOf(shape) }, draw), shape);
  });
}

/** What a network of ours makes of its inputs, in order. */
export async function predictedHere(
  network: AnyNetwork,
  inputs: readonly NdArray[],
): Promise<readonly NdArray[]> {
  if (network.ports === undefined) return [await network.predict(inputs[0] as NdArray)];
  const names = network.layers.filter((layer) => layer.inputs.length === 0).map(({ name }) => name);
  const given = Object.fromEntries(inputs.map((x, index) => [names[index] as string, x]));
  const outputs = (await (network as unknown as Network).predict(given)) as unknown;
  return outputs instanceof NdArray ? [outputs] : Object.values(outputs as Record<string, NdArray>);
}

/** What a model of tfjs makes of them. */
export function predictedInTfjs(model: LayersModel, inputs: readonly NdArray[]): readonly NdArray[] {
  const given = inputs.map(({ data, shape }) => tensor(data, [...shape]));
  const outputs = model.predict(given.length === 1 ? (given[0] as Tensor) : given);
  const list = Array.isArray(outputs) ? outputs : [outputs];
  return list.map((output) => ndarray(Float32Array.from(output.dataSync()), output.shape));
}

/** Holds outputs to others, within 1e-5 of the largest number. */
export function expectEqual(received: readonly NdArray[], expected: readonly NdArray[]): void {
  expect(received.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [index, { data }] of expected.entries()) {
    const others = (received[index] as NdArray).data;
    const size = Math.max(...data.map(Math.abs), 1e-3);
    expect(
      Math.max(...data.map((value, at) => Math.abs(value - (others[at] as number)) / size)),
    ).toBeLessThan(TOLERANCE);
  }
}

/** Gives a network values of which none is what a parameter usually begins as. */
export async function drawValues(network: AnyNetwork, seed = 7): Promise<void> {
  network.initialize(random(seed));
  const source = random(seed).split('noise');
  for (const parameter of network.parameters) {
    const values = await parameter.read();
    const isVariance = parameter.name.endsWith('runningVariance');
    parameter.write(
      values.map((value) => value + (isVariance ? source.uniform(0, 1) : source.uniform(-0.3, 0.3))),
    );
  }
}
