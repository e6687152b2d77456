import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { batchNorm, conv2d, flatten, input, linear, type Network, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { momentum } from '../src/index.js';

interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

interface Trajectory {
  readonly x: Packed;
  readonly y: Packed;
  readonly batchSize: number;
  readonly epochs: number;
  readonly step: number;
  readonly initial: Record<string, Packed>;
  readonly losses: number[];
  readonly runningMean: number[][];
  readonly runningVariance: number[][];
  readonly predictions: Packed;
  readonly score: number;
}

const trajectories = JSON.parse(
  readFileSync(new URL('./golden/batchNorm.json', import.meta.url), 'utf8'),
) as Record<string, Trajectory>;

/** The same on every backend: PyTorch's losses, running statistics and predictions. */
export function batchNormSuite(): void {
  const builders: Record<string, (shape: readonly number[]) => Network> = {
    dense: (shape) => input(shape).to(linear(6), batchNorm(), relu(), softmax(3)),
    first: (shape) => input(shape).to(batchNorm(), softmax(3)),
    convolutional: (shape) =>
      input(shape).to(conv2d(4, 3, { bias: null }), batchNorm(), relu(), flatten(), softmax(3)),
  };

  describe('batch normalization trains and predicts as PyTorch does', () => {
    it.each(Object.entries(trajectories))('%s', async (name, { initial, ...golden }) => {
      const network = builders[name.split(',')[0] as string]?.(golden.x.shape.slice(1)) as Network;
      for (const parameter of network.parameters) {
        const values = initial[parameter.name];
        if (values) parameter.write(values.data);
      }
      const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
      const means: number[][] = [];
      const variances: number[][] = [];
      const optimizer = momentum(network, {
        loss: 'categoricalCrossentropy',
        batchSize: golden.batchSize,
        step: golden.step,
        seed: 0,
        signals: {
          updateEnd: async () => {
            means.push([...(await runningMean!.read())]);
            variances.push([...(await runningVariance!.read())]);
          },
        },
      });
      await optimizer.train(array(golden.x), array(golden.y), { epochs: golden.epochs });

      expectClose(optimizer.history.train, golden.losses);
      expectClose(means.flat(), golden.runningMean.flat());
      expectClose(variances.flat(), golden.runningVariance.flat());
      expectClose([...(await optimizer.predict(array(golden.x))).data], golden.predictions.data);
      expectClose([await optimizer.score(array(golden.x), array(golden.y))], [golden.score]);
    });
  });
}

/** Float32 against float64, over some twenty updates. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const furthest = actual.reduce((most, value, index) => {
    const wanted = expected[index] as number;
    return Math.max(most, Math.abs(value - wanted) / Math.max(1, Math.abs(wanted)));
  }, 0);
  expect(furthest).toBeLessThan(5e-5);
}

function array({ data, shape }: Packed) {
  return ndarray(Float32Array.from(data), shape);
}
