import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { adam, loadOnnx, NdArray, random } from '../src/index.js';

const FILES = new URL('../../storage/test/golden/onnx/', import.meta.url);

describe('a network that PyTorch wrote as ONNX', () => {
  it.each<{ name: string; shape: readonly number[]; classes: number; below?: number }>([
    { name: 'lenet', shape: [1, 12, 16], classes: 5 },
    { name: 'lstm', shape: [6], classes: 3, below: 11 },
    { name: 'encoder', shape: [6, 8], classes: 3 },
  ])('is trained further, its updates replayed: $name', async ({ name, shape, classes, below }) => {
    const network = await loadOnnx(fileURLToPath(new URL(`${name}.dynamo.onnx`, FILES)));
    const source = random(1);
    const draw = below === undefined ? () => source.uniform(-1, 1) : () => source.integer(below);
    const x = filled([12, ...shape], draw);
    const y = filled([12, classes], (at) => Number(at % classes === Math.floor(at / classes) % classes));
    const loss = network.outputActivation === 'softmax' ? 'categoricalCrossentropy' : 'mse';
    const optimizer = adam(network, { loss, step: 0.02, batchSize: 4 });
    await optimizer.train(x, y, { epochs: 15 });
    const { train } = optimizer.history;
    expect(train.at(-1)).toBeLessThan(0.8 * train[0]!);
    expect(optimizer.replay).toBe('replayed');
  });
});

function filled(shape: readonly number[], draw: (at: number) => number): NdArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return new NdArray(
    Float32Array.from({ length: size }, (_, at) => draw(at)),
    shape,
  );
}
