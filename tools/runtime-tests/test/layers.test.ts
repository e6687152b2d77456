import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { engineInfo } from '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { scattered } from '@neutype/core/testing';
import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import { input, layer, layerNames, type Network } from '@neutype/layers';
import { mse } from '@neutype/losses';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { gradientDescent, type Reporter, type Signal } from '@neutype/optimizers';
import { engine, type KernelConfig, memory, mul } from '@tensorflow/tfjs-core';
import { layerStep } from '../src/layerContract.js';
import { layerRun } from '../src/layerRun.js';

beforeAll(() => useBackend('cpu'));

it('every layer has an example', () => {
  const shown = new Set(layerExamples.map(({ layer }) => layer));
  expect([...shown].sort()).toEqual([...layerNames].sort());
});

it('no two examples are called the same', () => {
  const names = layerExamples.map(exampleName);
  expect(names).toEqual([...new Set(names)]);
});

const examples = layerExamples.map((example): [string, LayerExample] => [exampleName(example), example]);

describe.each(examples)('%s', (_, example) => {
  it("launches none of tfjs's own JavaScript kernels in a recorded step", () => {
    const { kernels, watcher } = watchHostKernels();
    const run = layerRun(example);
    const step = layerStep(run, true);
    for (let update = 1; update <= 4; update++) step.run();
    expect(step.replay).toBe('replayed');
    kernels.length = 0;
    step.run();
    step.dispose();
    run.dispose();
    watcher.mockRestore();
    expect(kernels).toEqual([]);
  });

  it('holds no more after 1,000 updates than after 100, and nothing when it is gone', async () => {
    const before = held();
    const seen = await trained(example, 1_000, true);
    expect(seen.replay).toBe('replayed');
    expect(seen.late).toEqual(seen.early);
    expect(held()).toEqual(before);
  });

  it('holds no more after 30 updates that are not replayed than after 3', async () => {
    const { early, late } = await trained(example, 30, false);
    expect(late).toEqual(early);
  });
});

interface StockRunner {
  runStock(kernel: KernelConfig, ...rest: unknown[]): unknown;
}

/**
 * Lists the kernels of tfjs's that run from now on. A recorded step keeps the function that it was given, so that its
 * replays are seen too; what only gives a tensor another shape is not recorded at all.
 */
function watchHostKernels() {
  const kernels: string[] = [];
  const backend = engine().backend as unknown as StockRunner;
  const runStock = backend.runStock.bind(backend);
  const watcher = jest.spyOn(backend, 'runStock').mockImplementation((kernel, ...rest) =>
    runStock(
      {
        ...kernel,
        kernelFunc: (call) => {
          kernels.push(kernel.kernelName);
          return kernel.kernelFunc(call);
        },
      },
      ...rest,
    ),
  );
  return { kernels, watcher };
}

const SAMPLES = 4;
const SILENT: Reporter = { print: () => {}, warn: () => {} };

async function trained(example: LayerExample, updates: number, replayable: boolean) {
  const network = behindScale(example);
  const seen: object[] = [];
  const signals: Signal = {
    updateEnd: ({ updatesMade }) => {
      if (updatesMade === updates / 10 || updatesMade === updates) seen.push(held());
    },
  };
  const loss = { ...mse, replayable };
  const optimizer = gradientDescent(network, {
    loss,
    seed: 0,
    step: 1e-5,
    batchSize: null,
    signals,
    reporter: SILENT,
  });
  const y = ndarray(scattered(SAMPLES * sizeOf(network.outputShape)), [SAMPLES, ...network.outputShape]);
  await optimizer.train(inputsOf(example), y, { epochs: updates });
  const { replay } = optimizer;
  optimizer.dispose();
  network.dispose();
  return { early: seen[0], late: seen[1], replay };
}

/** The example behind something that learns, so that a gradient goes through it. */
function behindScale({ inputShape, indices, make }: LayerExample): Network {
  const scale = layer({
    kind: 'scale',
    replayable: true,
    parameters: (shape) => ({ factor: { shape, value: 1 } }),
    forward: (x, { factor }) => mul(x, factor),
  });
  return (indices === undefined
    ? input(inputShape).to(scale, make())
    : input(inputShape).to(make())) as unknown as Network;
}

function inputsOf({ inputShape, indices }: LayerExample) {
  const count = SAMPLES * sizeOf(inputShape);
  const values =
    indices === undefined
      ? scattered(count)
      : Float32Array.from({ length: count }, (_, index) => index % indices);
  return ndarray(values, [SAMPLES, ...inputShape]);
}

/** All that could leak: tensors, the data behind them, and blocks of engine memory. */
function held() {
  const { numTensors, numDataBuffers, numBytes } = memory();
  return {
    numTensors,
    numDataBuffers,
    numBytes,
    ids: engine().backend.numDataIds(),
    used: engineInfo().usedBytes,
  };
}
