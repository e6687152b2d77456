import { describe, expect, it } from '@jest/globals';
import { syntheticDigits } from '@neutype/datasets';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { collectResults } from '../src/worker/collectResults.js';
import { Digits, shapedFor } from '../src/worker/digits/digits.js';
import { outcomeOf } from '../src/worker/outcome.js';
import { predictedBy } from '../src/worker/predictDrawing.js';
import { firstLayerTiles } from '../src/worker/views/firstLayerTiles.js';
import '@neutype/backend-cpu';

const found = syntheticDigits({ samples: 70, seed: 1 });
const digits = new Digits('synthetic', found);

describe('Digits', () => {
  it('gives back the bytes of an image', () => {
    const originals = new Set(Array.from({ length: 70 }, (_, index) => found.images.row(index).data.join()));
    for (let index = 0; index < 10; index++) {
      expect(originals.has(digits.testImage(index).join())).toBe(true);
    }
  });

  it('centres by the mean of all images, or by the one that it is given', () => {
    const sums = new Float64Array(784);
    for (const part of [digits.xTrain, digits.xTest]) {
      part.data.forEach((value, index) => {
        sums[index % 784] = (sums[index % 784] as number) + value;
      });
    }
    expect(Math.max(...sums.map(Math.abs))).toBeLessThan(1e-4);
    const mean = new Float32Array(784).fill(0.25);
    const others = new Digits('synthetic', found, mean);
    expect(others.testImage(3)).toEqual(digits.testImage(3));
    expect(others.xTest.data[0]).toBe(-0.25);
  });

  it('holds out a seventh', () => {
    expect([digits.xTrain.length, digits.xTest.length]).toEqual([60, 10]);
  });
});

describe('collectResults', () => {
  /** Takes every digit for the one after it, the more surely the larger it is, but 9 for what it is. */
  async function predict(x: NdArray): Promise<NdArray> {
    expect(x.shape).toEqual([10, 28, 28]);
    const outputs = new Float32Array(100).fill(0.01);
    digits.testLabels.data.forEach((label, row) => {
      outputs[row * 10 + Math.min(9, label + 1)] = 0.5 + label / 20;
    });
    return ndarray(outputs, [10, 10]);
  }

  it('finds the mistakes, the most certain first, with the images as they were', async () => {
    const outcome = await outcomeOf([28, 28], digits, predict);
    const { accuracy, confusion, mistakes } = collectResults(outcome, digits);
    const labels = [...digits.testLabels.data];
    const wrong = labels.filter((label) => label !== 9);
    expect(accuracy).toBeCloseTo(1 - wrong.length / 10, 12);
    expect(mistakes.map(({ actual }) => actual)).toEqual(wrong.toSorted((a, b) => b - a));
    for (const { actual, predicted, confidence, image } of mistakes) {
      expect(predicted).toBe(actual + 1);
      expect(confidence).toBeCloseTo(0.5 + actual / 20, 6);
      const rows = labels.flatMap((label, row) => (label === actual ? [row] : []));
      expect(rows.map((row) => digits.testImage(row).join())).toContain(image.join());
    }
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it('tells two dozen of many mistakes that are alike, the most certain ones', () => {
    const many = new Digits('synthetic', syntheticDigits({ samples: 2100, seed: 1 }));
    const answers = new Uint8Array(300).fill(7);
    const confidences = Float32Array.from(answers, (_, index) => index / 300);
    const { mistakes, confusion } = collectResults({ answers, confidences, accuracy: 0.1 }, many);
    const threes = mistakes.filter(({ actual }) => actual === 3);
    expect(confusion[3]?.[7]).toBeGreaterThan(24);
    expect(threes).toHaveLength(24);
    const surest = [...many.testLabels.data.keys()].filter((index) => many.testLabels.data[index] === 3);
    expect(threes.map(({ confidence }) => confidence)).toEqual(
      surest
        .toReversed()
        .slice(0, 24)
        .map((index) => confidences[index]),
    );
  });
});

describe('predictedBy', () => {
  it('centres the drawing by the mean image, in the shape that the network takes', async () => {
    const network = buildNetwork('input([28, 28, 1]).to(flatten(), softmax(10))');
    const [weight, bias] = network.parameters;
    const values = Float32Array.from({ length: 7840 }, (_, index) => Math.sin(index));
    weight?.write(values);
    bias?.write(new Float32Array(10));
    const image = Uint8Array.from({ length: 784 }, (_, pixel) => (pixel * 37) % 256);
    const mean = Float32Array.from({ length: 784 }, (_, pixel) => (pixel % 10) / 20);
    const probabilities = await predictedBy({ network, mean, architecture: '' }, image);
    const logits = Array.from({ length: 10 }, (_, digit) =>
      image.reduce(
        (sum, ink, pixel) =>
          sum + (ink / 255 - (mean[pixel] as number)) * (values[pixel * 10 + digit] as number),
        0,
      ),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    probabilities.forEach((probability, digit) => {
      expect(probability).toBeCloseTo(Math.exp(logits[digit] as number) / total, 4);
    });
  });
});

describe('firstLayerTiles', () => {
  it('has the weights from each pixel to one unit in a picture', async () => {
    const network = buildNetwork('input(784).to(relu(3), softmax(10))');
    network.parameters[0]?.write(Float32Array.from({ length: 784 * 3 }, (_, index) => index));
    const { tiles } = (await firstLayerTiles(network)) ?? {};
    expect(tiles?.map((tile) => [...tile.slice(0, 3)])).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5, 8],
    ]);
  });

  it('shows forty at most', async () => {
    const network = buildNetwork('input([28, 28, 1]).to(conv2d(50, 3), flatten(), softmax(10))');
    network.parameters[0]?.write(new Float32Array(450));
    expect((await firstLayerTiles(network))?.tiles).toHaveLength(40);
  });
});

describe('shapedFor', () => {
  it('shares the data', () => {
    const shaped = shapedFor([28, 28, 1], digits.xTest);
    expect(shaped.shape).toEqual([10, 28, 28, 1]);
    expect(shaped.data).toBe(digits.xTest.data);
  });
});
