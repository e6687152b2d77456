import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import {
  NeutypeActivationGrad,
  NeutypeAdaptiveMaxPoolGrad,
  NeutypeGroupedConv2dInputGrad,
} from '@neutype/core';
import { dispose, engine, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { randomSource } from '../support/random.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}

type Shape = readonly number[];

/** Values that a relu gives, half of them 0, with a few NaN; and numbers of any sign. */
function fill(view: Float32Array, isOfRelu: boolean, random: () => number): void {
  for (let index = 0; index < view.length; index++) {
    const value = 2 * random() - 1;
    view[index] = isOfRelu ? (random() < 0.01 ? Number.NaN : Math.max(0, value)) : value;
  }
}

/** Tensors of these shapes, whose values are written again before each run; those but `dy` and `filter` are of a relu. */
function stage<Name extends string>(shapes: Readonly<Record<Name, Shape>>) {
  const names = Object.keys(shapes) as Name[];
  const staged = names.map((name) => [name, cpu().allocateStaging([...shapes[name]], 'float32')] as const);
  return {
    tensors: Object.fromEntries(staged.map(([name, { tensor }]) => [name, tensor])) as Record<Name, Tensor>,
    fill: (seed: number) => {
      const random = randomSource(seed);
      for (const [name, { view }] of staged) {
        fill(view() as Float32Array, name !== 'dy' && name !== 'filter', random);
      }
    },
  };
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs as Record<string, string>);
}

const pooled = { x: [3, 9, 8, 22], dy: [3, 4, 4, 22], other: [3, 9, 8, 22] };
type Pooled = Readonly<Record<keyof typeof pooled, Tensor>>;

function poolGradient({ x, dy }: Pooled, filterSize: number | [number, number] = [2, 2]): Tensor {
  return run('MaxPoolGrad', { dy, input: x, output: dy }, { filterSize, strides: 2, pad: 'valid' });
}

function reluGradient(dy: Tensor, y: Tensor): Tensor {
  return run(NeutypeActivationGrad.kernel, { dy, y }, { activation: 'relu', alpha: 0 });
}

/** Its squares are freed at once: what is made next lies where they did. */
function sumOfSquares(x: Tensor): Tensor {
  return tidy(() => sum(square(x)));
}

function bitsOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

/** How many commands a replay makes of those of the step; the replay must give the bits of ordinary runs. */
function launchesOf<Name extends string>(
  shapes: Readonly<Record<Name, Shape>>,
  step: (staged: Record<Name, Tensor>) => Tensor[],
): readonly [ordinary: number, replayed: number] {
  const staged = stage(shapes);
  staged.fill(1);
  const { value, recording, reason } = cpu().recordStep(() => tidy(() => step(staged.tensors)));
  expect(reason).toBeUndefined();
  const program = recording!.compile();
  for (const seed of [2, 3]) {
    staged.fill(seed);
    const ordinary = tidy(() => step(staged.tensors));
    program.replay();
    expect(value.map(bitsOf)).toEqual(ordinary.map(bitsOf));
    dispose(ordinary);
  }
  const launches = [recording!.launches, program.launches] as const;
  for (const one of [program, recording!]) one.dispose();
  dispose([...value, ...Object.values<Tensor>(staged.tensors)]);
  return launches;
}

describe('A replay makes the gradient of a relu with that of the max pooling of its output', () => {
  it.each([
    { name: 'windows that lie side by side', filterSize: [2, 2] as [number, number] },
    { name: 'windows that overlap', filterSize: [3, 2] as [number, number] },
  ])('in one pass, bit by bit the same: $name', ({ filterSize }) => {
    const launches = launchesOf(pooled, (staged) => [
      reluGradient(poolGradient(staged, filterSize), staged.x),
    ]);
    expect(launches).toEqual([2, 1]);
  });

  it('in one pass where the windows share the image out among them', () => {
    const launches = launchesOf(pooled, ({ x, dy }) => [
      reluGradient(run(NeutypeAdaptiveMaxPoolGrad.kernel, { dy, x }, {}), x),
    ]);
    expect(launches).toEqual([2, 1]);
  });

  it('in two where somebody else reads the gradient of the pooling', () => {
    const launches = launchesOf(pooled, (staged) => {
      const dx = poolGradient(staged);
      return [reluGradient(dx, staged.x), dx];
    });
    expect(launches).toEqual([2, 2]);
  });

  it('in two where the relu is another one', () => {
    const launches = launchesOf(pooled, (staged) => [reluGradient(poolGradient(staged), staged.other)]);
    expect(launches).toEqual([2, 2]);
  });

  it('in two where the memory that it goes to was in use in between', () => {
    const apart = launchesOf(pooled, (staged) => {
      const total = sumOfSquares(staged.other);
      return [reluGradient(poolGradient(staged), staged.x), total];
    });
    const between = launchesOf(pooled, (staged) => {
      const dx = poolGradient(staged);
      const total = sumOfSquares(staged.other);
      return [reluGradient(dx, staged.x), total];
    });
    expect(between).toEqual([apart[0], apart[1] + 1]);
  });
});

const windows = { strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };

describe('A replay makes the gradient of a relu with that of a convolution of its output, bit by bit the same', () => {
  // The images are larger than what the filters are packed into: they would be put there, which is read while they are made.
  it.each([
    { name: 'by transforms of small tiles', dy: [2, 6, 5, 20], filter: [3, 3, 16, 20], ordinary: 4 },
    { name: 'by transforms of large tiles', dy: [24, 11, 12, 16], filter: [3, 3, 20, 16], ordinary: 4 },
    { name: 'pixel by pixel', dy: [2, 7, 5, 6], filter: [5, 3, 7, 6], ordinary: 3 },
  ])('$name', ({ dy, filter, ordinary }) => {
    const x = [...dy.slice(0, 3), filter[2]!];
    const launches = launchesOf({ dy, filter, x }, (staged) => {
      const dx = run(
        'Conv2DBackpropInput',
        { dy: staged.dy, filter: staged.filter },
        { ...windows, inputShape: x },
      );
      return [reluGradient(dx, staged.x)];
    });
    expect(launches).toEqual([ordinary, ordinary - 1]);
  });

  it('in groups of channels', () => {
    const x = [2, 7, 5, 6];
    const launches = launchesOf({ dy: [2, 7, 5, 10], filter: [3, 3, 3, 10], x }, (staged) => {
      const inputs = { dy: staged.dy, filter: staged.filter };
      const attrs = { ...windows, inputShape: x, groups: 2 };
      return [reluGradient(run(NeutypeGroupedConv2dInputGrad.kernel, inputs, attrs), staged.x)];
    });
    expect(launches).toEqual([3, 2]);
  });
});
