import { describe, expect, it } from '@jest/globals';
import { ShapeError } from '@neutype/core';
import { random } from '@neutype/random';
import '@tensorflow/tfjs-backend-cpu';
import { conv2d, flatten, input, join, maxPool2d, relu, softmax } from '../src/index.js';

describe('a network', () => {
  const tutorial = () => input(784).to(relu(500), relu(300), softmax(10));

  it('prints itself as a table', () => {
    expect(tutorial().toString()).toBe(
      [
        'Layer      Output shape  Parameters',
        '─────────  ────────────  ──────────',
        'input-1    (?, 784)               0',
        'relu-1     (?, 500)         392,500',
        'relu-2     (?, 300)         150,300',
        'softmax-1  (?, 10)            3,010',
        '─────────  ────────────  ──────────',
        'Total                       545,810',
      ].join('\n'),
    );
  });

  it('computes probabilities', async () => {
    const network = input(3).to(relu(4), softmax(2));
    network.initialize(random(0));
    const output = await network.predict([
      [1, 2, 3],
      [0, 0, 0],
    ]);
    expect(output.shape).toEqual([2, 2]);
    expect(output.data[0]! + output.data[1]!).toBeCloseTo(1, 6);
    expect([...output.data.subarray(2)]).toEqual([0.5, 0.5]);
  });
});
