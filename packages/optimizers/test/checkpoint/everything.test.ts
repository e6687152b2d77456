import { beforeAll, describe, expect, it } from '@jest/globals';
import { batchNorm, dropout, input, linear, outputs, relu, softmax, tanh } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  adam,
  cosineDecay,
  earlyStopping,
  ema,
  keepBest,
  l2,
  momentum,
  type OptimizerOptions,
  recordSteps,
  reduceOnPlateau,
  type Signal,
  type SourceBatch,
  swa,
  updateLimit,
} from '../../src/index.js';
import { activateBackend } from '../engine.js';
import { recorder } from '../support.js';
import { expectSameBits, type Training } from './resumed.js';

beforeAll(activateBackend);

const SAMPLES = 22;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 3)), [SAMPLES, 3]);
const y = ndarray(random(2).fillNormal(new Float32Array(SAMPLES * 2)), [SAMPLES, 2]);
const classes = Array.from({ length: SAMPLES }, (_, sample) => sample % 3);

function network() {
  return input(3).to(tanh(4), batchNorm(), dropout(0.3), linear(2));
}

function training(
  options: OptimizerOptions | (() => OptimizerOptions),
  more: Partial<Training> = {},
): Training {
  return {
    make: () =>
      adam(network(), {
        seed: 3,
        reporter: recorder(),
        batchSize: 4,
        step: 0.01,
        shuffleData: true,
        ...(typeof options === 'function' ? options() : options),
      }),
    train: (optimizer, given) => optimizer.train(x, y, x.rows(0, 5), y.rows(0, 5), given),
    epochs: 4,
    probe: x,
    ...more,
  };
}

describe('a training that is killed at any checkpoint and resumed ends with the same bits', () => {
  it('with gradients of several batches accumulated, and a last update of fewer', () =>
    expectSameBits(training({ accumulate: 4 })));

  it('with a penalty, clipped gradients and a largest norm', () =>
    expectSameBits(training({ regularizer: l2(0.01), clip: { globalNorm: 0.1 }, maxNorm: 1 })));

  it('with a schedule', () => expectSameBits(training({ step: cosineDecay(0.05, { epochs: 4 }) })));

  it('with a schedule that reacts to the validation loss', () =>
    expectSameBits(training({ step: reduceOnPlateau(0.5, { patience: 0 }) }, { epochs: 6 }), 10));

  it('with moving averages of the weights, also where they are validated', () =>
    expectSameBits(training({ average: ema({ decay: 0.9, inValidation: true }) })));

  it('with weights averaged over epochs', () => expectSameBits(training({ average: swa({ from: 2 }) }), 8));

  it('with metrics', () => expectSameBits(training({ metrics: ['mae'] })));

  it('with early stopping, which brings the weights of the best epoch back', async () => {
    const stopping = (): OptimizerOptions => ({ step: 0.7, signals: earlyStopping({ patience: 2 }) });
    const store = await expectSameBits(training(stopping, { epochs: 30 }), 14);
    expect(store.kept.at(-1)?.label.epoch).toBeLessThan(30);
  });

  it('with the best epoch kept', () => {
    return expectSameBits(
      training(() => ({ step: 0.7, signals: keepBest({ monitor: 'train' }) })),
      10,
    );
  });

  it('with a limit of updates', () =>
    expectSameBits(
      training(() => ({ signals: updateLimit(15) })),
      12,
    ));

  it('with signals that change the learning rate, freeze and set free', () => {
    const fading: Signal = {
      trainStart: ({ network }) => {
        for (const parameter of network.parameters) {
          if (parameter.name.startsWith('tanh')) parameter.trainable = false;
        }
      },
      epochStart: (optimizer, { epoch }) => {
        optimizer.step *= 0.5;
        if (epoch !== 3) return;
        for (const parameter of optimizer.network.parameters) {
          if (parameter.frozen) parameter.trainable = true;
        }
      },
    };
    return expectSameBits(training({ signals: fading }, { epochs: 5 }), 12);
  });

  it('with validation data that are split off, and class weights', () => {
    return expectSameBits(
      training(
        {},
        {
          make: () =>
            momentum(input(3).to(relu(4), softmax(3)), {
              seed: 3,
              reporter: recorder(),
              batchSize: 4,
              loss: 'categoricalCrossentropy',
              shuffleData: true,
            }),
          train: (optimizer, options) =>
            optimizer.train(x, classes, { ...options, validationSplit: 0.2, classWeight: 'balanced' }),
        },
      ),
      8,
    );
  });

  it('with weights of samples and last batches left out', () => {
    const sampleWeight = Float64Array.from({ length: SAMPLES }, (_, sample) => 1 + (sample % 4));
    return expectSameBits(
      training(
        {},
        {
          train: (optimizer, options) =>
            optimizer.train(x, y, { ...options, sampleWeight, lastBatch: 'drop' }),
        },
      ),
      8,
    );
  });
});

describe('a training on data from a source that is killed and resumed ends with the same bits', () => {
  const parts: SourceBatch[] = Array.from({ length: 5 }, (_, part) => {
    return [x.rows(4 * part, 4 * part + 4), y.rows(4 * part, 4 * part + 4)];
  });

  /** Each pass has an order of its own, as those of shuffled batches have. */
  function shuffling(): Iterable<SourceBatch> {
    let pass = 0;
    return {
      *[Symbol.iterator]() {
        pass += 1;
        yield* random(pass).shuffle([...parts]);
      },
    };
  }

  const validation = { x: x.rows(0, 5), y: y.rows(0, 5) };

  it('where each pass has an order of its own', () =>
    expectSameBits(
      training(
        {},
        { train: (optimizer, options) => optimizer.train(shuffling(), { ...options, validation }) },
      ),
    ));

  it('where epochs are counted in updates and passes are not', () =>
    expectSameBits(
      training(
        {},
        { train: (optimizer, options) => optimizer.train(shuffling(), { ...options, updatesPerEpoch: 3 }) },
      ),
    ));

  it('where a function gives the batches of each epoch', () => {
    const source = (epoch: number): SourceBatch[] => random(epoch).shuffle([...parts]);
    return expectSameBits(
      training({}, { train: (optimizer, options) => optimizer.train(source, { ...options, validation }) }),
    );
  });

  it('where batches come asynchronously, and validation data too', () => {
    async function* arriving(epoch: number) {
      for (const part of random(epoch).shuffle([...parts])) yield await Promise.resolve(part);
    }
    return expectSameBits(
      training(
        { accumulate: 2 },
        {
          train: (optimizer, options) => optimizer.train(arriving, { ...options, validation: shuffling() }),
        },
      ),
    );
  });

  it('where a generator is begun again', () =>
    expectSameBits(
      training(
        {},
        {
          train: (optimizer, options) =>
            optimizer.train(
              (function* () {
                for (let pass = 1; ; pass++) yield* random(pass).shuffle([...parts]);
              })(),
              { ...options, updatesPerEpoch: 4 },
            ),
        },
      ),
    ));
});

describe('a training of several outputs that is killed and resumed', () => {
  it('ends with the same bits', () => {
    const targets = { place: y, kind: classes };
    return expectSameBits(
      training(
        {},
        {
          make: () =>
            adam(input(3).to(tanh(4), outputs({ place: linear(2), kind: softmax(3) })), {
              seed: 3,
              reporter: recorder(),
              batchSize: 4,
              loss: { place: 'mse', kind: 'categoricalCrossentropy' },
              lossWeights: { kind: 0.5 },
            }),
          train: (optimizer, options) => optimizer.train(x, targets, options),
        },
      ),
    );
  });
});

describe('what signals noted', () => {
  it('is whole after a training was killed and resumed', async () => {
    const rates: ReturnType<typeof recordSteps>[] = [];
    const noting = (): OptimizerOptions => {
      const record = recordSteps();
      rates.push(record);
      return { step: cosineDecay(0.05, { epochs: 4 }), signals: record };
    };
    await expectSameBits(training(noting), 4);
    const [first, ...others] = rates.map(({ steps }) => [...steps]);
    for (const steps of others) expect(steps).toEqual(first);
  });
});
