import '../support/stock.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  add,
  engine,
  matMul,
  relu,
  setBackend,
  type Tensor,
  type TensorInfo,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine } from '../../src/index.js';
import { disagreement, type Input } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { sizeOf, values } from '../support/shapes.js';

/** Where addresses no longer are positive 32-bit integers. */
const HIGH = 2 ** 31;
const random = randomSource(31);
function input(...shape: number[]): Input {
  return { values: values(sizeOf(shape), random), shape };
}
const image = input(4, 9, 8, 12);
const window = { strides: [1, 1], pad: 'same', dilations: [1, 1], dataFormat: 'NHWC' };

/** One kernel of each kind, alone and shared, with scratch and temporary memory. */
const cases: { kernel: string; inputs: Record<string, Input>; attrs: object }[] = [
  { kernel: 'BatchMatMul', inputs: { a: input(7, 5), b: input(5, 9) }, attrs: {} },
  { kernel: 'BatchMatMul', inputs: { a: input(120, 90), b: input(80, 90) }, attrs: { transposeB: true } },
  { kernel: 'Conv2D', inputs: { x: image, filter: input(3, 3, 12, 10) }, attrs: window },
  {
    kernel: 'Conv2DBackpropFilter',
    inputs: { x: image, dy: input(4, 9, 8, 10) },
    attrs: { ...window, filterShape: [3, 3, 12, 10] },
  },
  { kernel: 'MaxPool', inputs: { x: image }, attrs: { filterSize: 2, strides: 2, pad: 'valid' } },
  { kernel: 'Add', inputs: { a: image, b: input(12) }, attrs: {} },
  { kernel: 'Sum', inputs: { x: image }, attrs: { axis: [0, 1, 2], keepDims: false } },
  { kernel: 'Softmax', inputs: { logits: input(50, 11) }, attrs: { dim: -1 } },
  { kernel: 'Transpose', inputs: { x: image }, attrs: { perm: [0, 3, 1, 2] } },
];

/** Takes all memory below, so that everything else lies above; its pages are never touched. */
function takeLowMemory(): boolean {
  configureEngine({ threads: 2 });
  return backend().runtime?.heap.allocate(2.2e9) !== undefined;
}

function backend() {
  return engine().findBackend('cpu') as unknown as CpuEngine;
}
function isHigh(tensor: TensorInfo): boolean {
  return backend().pointer(tensor) > HIGH;
}

// Skipped where the platform does not give so much address space.
const test = takeLowMemory() ? it : it.skip;
afterAll(() => configureEngine({}));

describe('addresses above 2 GB', () => {
  test('serve kernels of every kind, on one thread and on two', async () => {
    for (const ready of [false, true]) {
      if (ready) await backend().runtime!.pool.warmUp(100_000);
      for (const { kernel, inputs, attrs } of cases) {
        expect(disagreement({ kernel, inputs, attrs }, { relative: 1e-4, absolute: 1e-3 })).toBeUndefined();
      }
    }
  }, 120_000);

  test('serve recorded steps', async () => {
    await setBackend('cpu');
    const x = tensor2d(values(900, random), [30, 30]);
    const step = (): Tensor => tidy(() => relu(matMul(add(relu(x), x), x)));
    step().dispose();
    const ordinary = step();
    const [first, second] = [backend().recordStep(step), backend().recordStep(step)];
    expect(first.recording!.difference(second.recording!)).toBeUndefined();
    second.recording!.compile().replay();
    expect(second.value.dataSync()).toEqual(ordinary.dataSync());
    expect([x, ordinary, second.value].every(isHigh)).toBe(true);
  });
});
