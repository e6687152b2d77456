import { expect } from '@jest/globals';
import type { Network } from '@neutype/layers';
import { NdArray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { keepModel } from './keepModel.js';
import { type Inputs, type Outputs, runOnnx } from './runOnnx.js';

/** Relative to the largest number that comes out. */
const TOLERANCE = 1e-5;

/** Gives a network values of which none is what a parameter usually begins as. */
export async function drawValues(network: Network, seed: number): Promise<void> {
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

/**
 * Holds a model in ONNX Runtime to what the network that it was made of predicts, for one sample and for three. Padding is
 * among them where the network takes note of it.
 *
 * @param model the pieces of a file
 * @param indices below which whole numbers go in, where these are what the network takes
 */
export async function expectSameOutputs(
  network: Network,
  model: readonly Uint8Array<ArrayBuffer>[],
  indices?: number,
): Promise<void> {
  const bytes = new Uint8Array(await new Blob([...model]).arrayBuffer());
  const samples = [1, 3].map((count) => samplesOf(network, count, indices));
  const runs = samples.map(
    (arrays): Inputs => mapped(arrays, ({ data, shape }) => ({ data: sent(data, indices), dims: shape })),
  );
  const theirs = await runOnnx(bytes, runs);
  await keepModel(bytes, runs, theirs);
  for (const [index, arrays] of samples.entries()) {
    expectAlike(await predicted(network, arrays), theirs[index] as Outputs);
  }
}

function expectAlike(ours: Arrays, theirs: Outputs): void {
  expect(Object.keys(theirs)).toEqual(Object.keys(ours));
  for (const [name, { data, shape }] of Object.entries(ours)) {
    const { data: values, dims } = theirs[name] as Outputs[string];
    expect(dims).toEqual(shape);
    expect(farthest(data, values)).toBeLessThan(TOLERANCE);
  }
}

type Arrays = Readonly<Record<string, NdArray>>;

function samplesOf(network: Network, count: number, indices: number | undefined): Arrays {
  const source = random(count);
  const draw = indices === undefined ? () => source.uniform(-1, 1) : () => source.integer(indices);
  const starts = network.layers.filter(({ inputs }) => inputs.length === 0);
  return Object.fromEntries(
    starts.map(({ name, outputShape }) => {
      const shape = [count, ...outputShape];
      const data = Float32Array.from({ length: sizeOf(shape) }, draw);
      return [name, new NdArray(padded(data, shape, maskValueOf(network)), shape)];
    }),
  );
}

function maskValueOf({ layers }: Network): number | undefined {
  return layers.map(({ settings }) => settings['maskValue']).find((value) => typeof value === 'number');
}

/** With padding where a layer takes note of it: one more step of each sample, the first, a middle one, then all. */
function padded(
  data: Float32Array,
  [samples, time, features]: readonly number[],
  maskValue?: number,
): Float32Array {
  if (maskValue === undefined || time === undefined || features === undefined) return data;
  for (let sample = 0; sample < (samples as number); sample++) {
    for (let step = 0; step < time; step++) {
      if (step !== sample && sample < 2) continue;
      const from = (sample * time + step) * features;
      data.fill(maskValue, from, from + features);
    }
  }
  return data;
}

function sent(data: Float32Array, indices: number | undefined): Float32Array | BigInt64Array {
  return indices === undefined ? data : BigInt64Array.from(data, (value) => BigInt(value));
}

async function predicted(network: Network, inputs: Arrays): Promise<Arrays> {
  if (network.ports !== undefined) return (await network.predict(inputs)) as unknown as Arrays;
  const [x] = Object.values(inputs) as [NdArray];
  return { [network.layers.at(-1)?.name as string]: await network.predict(x) };
}

function farthest(expected: Float32Array, received: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs), 1e-3);
  return Math.max(...expected.map((value, at) => Math.abs(value - (received[at] as number)) / size));
}

function mapped<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
