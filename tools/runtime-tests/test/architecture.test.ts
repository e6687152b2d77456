import { beforeAll, describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { stagedScalar, useBackend } from '@neutype/core';
import { random, scattered } from '@neutype/core/testing';
import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import {
  type AnyNetwork,
  apply,
  architectureOf,
  checkDescribable,
  input,
  type LayerMaker,
  layerNames,
  type Network,
  networkFrom,
} from '@neutype/layers';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { dispose, mean, square, tensor } from '@tensorflow/tfjs-core';

beforeAll(() => useBackend('cpu'));

/** Blocks of several layers, which are known as these layers in a network. */
const BLOCKS = ['bidirectional', 'transformerBlock'];

/** The function that an example applies is no plain value: it is registered. */
const OWN: Readonly<Record<string, LayerMaker>> = {
  apply: (_, name) =>
    apply((x) => mean(square(x), 1), {
      outputShape: ([, features = 0]) => [features],
      replayable: true,
      name,
    }),
};

const SAMPLES = 3;

it('every layer stands in one of these networks', () => {
  const kinds = new Set(
    layerExamples.flatMap((example) => networkOf(example).layers.map(({ kind }) => kind)),
  );
  const wanted = layerNames
    .filter((name) => !BLOCKS.includes(name))
    .map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  expect([...kinds].sort()).toEqual(wanted.sort());
});

describe.each(layerExamples.map((example): [string, LayerExample] => [exampleName(example), example]))(
  '%s',
  (_, example) => {
    it('is the same after its architecture went through JSON', async () => {
      const network = networkOf(example);
      network.initialize(random(1));
      if (example.layer !== 'apply') checkDescribable('test', network);
      const architecture = architectureOf(network);
      const again = networkFrom(JSON.parse(JSON.stringify(architecture)), { layers: OWN });
      expect(architectureOf(again)).toEqual(architecture);
      expect(String(again)).toBe(String(network));
      expect(parametersOf(again)).toEqual(parametersOf(network));
      again.write(await network.read());
      const x = inputsOf(example);
      expect((await again.predict(x)).data).toEqual((await network.predict(x)).data);
      expect(trainedOutputs(again, x)).toEqual(trainedOutputs(network, x));
      for (const each of [network, again]) each.dispose();
    });
  },
);

function networkOf({ inputShape, make }: LayerExample): Network {
  return input(inputShape).to(make()) as unknown as Network;
}

function parametersOf({ parameters }: AnyNetwork): unknown[] {
  return parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable }));
}

function inputsOf({ inputShape, indices }: LayerExample) {
  const count = SAMPLES * sizeOf(inputShape);
  const values =
    indices === undefined
      ? scattered(count)
      : Float32Array.from({ length: count }, (_, index) => index % indices);
  return ndarray(values, [SAMPLES, ...inputShape]);
}

/** What comes out in training, where layers draw masks and look at statistics of the batch. */
function trainedOutputs(network: Network, x: ReturnType<typeof inputsOf>): Float32Array {
  const values = tensor(Float32Array.from(x.data), [...x.shape]);
  const counter = stagedScalar(3, 'int32');
  const outputs = network.forward(values, { training: true, randomness: { key: [1, 2], counter } });
  const data = outputs.dataSync<'float32'>().slice();
  dispose([values, outputs]);
  counter.dispose();
  return data;
}
