import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend, valueAndGradients } from '@neutype/core';
import {
  mean,
  memory,
  mul,
  type Scalar,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { computeEachOf, type Loss, type LossName, resolveLoss } from '../src/index.js';
import { type RandomCase, randomCases } from './randomCases.js';

interface RandomCasesOptions {
  /** The loss with options; not for one that has none. */
  readonly create?: (options: object) => Loss;
  /** How many cases there are: 5,000. */
  readonly cases?: number;
  /** Of a loss and a slope, in parts of themselves: 2e-5. */
  readonly relative?: number;
  /** Beside that, where digits cancel: 1e-9. */
  readonly absolute?: number;
}

/**
 * Holds a loss to PyTorch's, or to another writing of its formula, in 5,000 random cases: with weights of samples, zeros
 * among them, and the slope in a random direction. `tools/golden/losses.py NAME` makes the cases.
 */
export function describeRandomCases(name: LossName, options: RandomCasesOptions = {}): void {
  const { create, cases = 5000 } = options;
  beforeAll(() => useBackend('cpu'));

  describe(`${name} in random cases`, () => {
    it('has the losses and slopes of an independent implementation, weighted by sample', () => {
      let count = 0;
      for (const randomCase of randomCases(name)) {
        const { loss, slope, steepness } = tidy(() => measured(lossOf(name, create, randomCase), randomCase));
        expectNear(randomCase, count, 'loss', loss, randomCase.loss, randomCase.loss, options);
        expectNear(randomCase, count, 'slope', slope, randomCase.slope, steepness, options);
        count++;
      }
      expect(count).toBe(cases);
    });

    it('gives a batch the mean of its samples, and frees every tensor', () => {
      let count = 0;
      for (const randomCase of randomCases(name)) {
        if (count++ % 10 > 0) continue;
        const before = memory().numTensors;
        tidy(() => expectMeanOfSamples(lossOf(name, create, randomCase), randomCase));
        expect(memory().numTensors).toBe(before);
      }
    });
  });
}

function lossOf(name: LossName, create: RandomCasesOptions['create'], { setup }: RandomCase): Loss {
  return setup.options ? create!(setup.options) : resolveLoss(name);
}

type Measured = {
  readonly loss: number;
  readonly slope: number;
  /** The slope if all parts of it went the same way: what float32 rounds. */
  readonly steepness: number;
};

function measured(loss: Loss, randomCase: RandomCase): Measured {
  const { setup, weights, direction } = randomCase;
  const compute = computeEachOf(loss, setup.form === 'outputs' ? undefined : setup.form);
  const targets = tensor([...randomCase.targets], [...randomCase.targetShape]);
  const { value, gradient } = gradientOf(randomCase, (values) => {
    const each = mean(mul(compute(targets, values), tensor1d([...weights]))) as Scalar;
    return loss.afterMean?.(each) ?? each;
  });
  const parts = gradient.map((slope, index) => slope * (direction[index] as number));
  return {
    loss: value,
    slope: parts.reduce((sum, part) => sum + part, 0),
    steepness: parts.reduce((sum, part) => sum + Math.abs(part), 0),
  };
}

function gradientOf(
  { values, shape }: RandomCase,
  loss: (values: Tensor) => Scalar,
): { value: number; gradient: number[] } {
  const given = variable(tensor([...values], [...shape]));
  const { value, gradients } = valueAndGradients(() => loss(given), [given]);
  const result = {
    value: value.dataSync()[0] as number,
    gradient: [...(gradients[0] as Tensor).dataSync<'float32'>()],
  };
  given.dispose();
  return result;
}

function expectMeanOfSamples(loss: Loss, randomCase: RandomCase): void {
  const { form } = randomCase.setup;
  const targets = tensor([...randomCase.targets], [...randomCase.targetShape]);
  const each = computeEachOf(loss, form === 'outputs' ? undefined : form);
  const computation = form === 'outputs' ? loss : loss.fromLogits?.[form];
  const ofBatch = gradientOf(randomCase, (values) => computation!.compute(targets, values));
  const ofSamples = gradientOf(randomCase, (values) => {
    const losses = each(targets, values);
    expect(losses.shape).toEqual([randomCase.shape[0]]);
    const average = mean(losses) as Scalar;
    return loss.afterMean?.(average) ?? average;
  });
  const largest = Math.max(...ofBatch.gradient.map(Math.abs));
  expect(Math.abs(ofBatch.value - ofSamples.value)).toBeLessThanOrEqual(
    2e-6 * Math.abs(ofBatch.value) + 1e-7,
  );
  const apart = ofBatch.gradient.map((slope, index) => slope - (ofSamples.gradient[index] as number));
  expect(Math.max(...apart.map(Math.abs))).toBeLessThanOrEqual(1e-5 * largest + 1e-7);
}

function expectNear(
  randomCase: RandomCase,
  index: number,
  what: string,
  actual: number,
  expected: number,
  size: number,
  { relative = 2e-5, absolute = 1e-9 }: RandomCasesOptions,
): void {
  if (Math.abs(actual - expected) <= relative * Math.abs(size) + absolute) return;
  throw new Error(
    `case ${index}: ${what} ${actual} where ${expected} is right, in ${JSON.stringify(randomCase)}`,
  );
}
