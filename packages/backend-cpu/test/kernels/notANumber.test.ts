import { readFileSync } from 'node:fs';
import '../support/stock.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configureEngine, type Variant } from '../../src/index.js';
import { type Input, runOn } from '../support/compare.js';

interface GoldenArray {
  readonly shape: number[];
  readonly values: (number | string)[];
}

interface Golden {
  readonly pooling: (Record<'x' | 'y' | 'dy' | 'dx', GoldenArray> & {
    readonly attrs: {
      readonly filterSize: number[];
      readonly strides: number[];
      readonly pad: number | string;
    };
  })[];
  readonly along: (Record<'x' | 'ArgMax' | 'ArgMin' | 'Max' | 'Min', GoldenArray> & {
    readonly axis: number;
  })[];
  readonly binary: Record<'a' | 'b' | 'Maximum' | 'Minimum', GoldenArray>;
  readonly unary: Record<string, GoldenArray>;
}

/** Made by PyTorch: tools/golden/not_a_number.py. */
const golden = JSON.parse(
  readFileSync(new URL('../golden/notANumber.json', import.meta.url), 'utf8'),
) as Golden;

function input({ shape, values }: GoldenArray): Input {
  return { shape, values: values.map(Number) };
}
function output(kernel: string, inputs: Record<string, Input>, attrs: object): number[] {
  return Array.from(runOn('cpu', kernel, inputs, attrs)[0]!.values);
}

describe.each<Variant | undefined>([undefined, 'javascript'])(
  'NaN comes through, as with PyTorch, variant %s',
  (variant) => {
    beforeAll(() => configureEngine({ variant }));
    afterAll(() => configureEngine({}));

    it.each(golden.pooling)(
      'max pooling $attrs.filterSize by $attrs.strides: NaN where a window holds one, and its gradient goes there',
      ({ attrs, x, y, dy, dx }) => {
        expect(output('MaxPool', { x: input(x) }, attrs)).toEqual(y.values.map(Number));
        const inputs = { dy: input(dy), input: input(x), output: input(y) };
        expect(output('MaxPoolGrad', inputs, attrs)).toEqual(dx.values.map(Number));
      },
    );

    it.each(golden.along)(
      'the largest and the smallest along axis $axis of $x.shape, and where the first of them is',
      ({ x, axis, ...expected }) => {
        const mine = ['ArgMax', 'ArgMin'] as const;
        const kernels = variant === undefined ? ([...mine, 'Max', 'Min'] as const) : mine;
        for (const kernel of kernels) {
          const axes = kernel.startsWith('Arg') ? axis : [axis];
          const attrs = { axis: axes, reductionIndices: axes, keepDims: false };
          expect([kernel, output(kernel, { x: input(x) }, attrs)]).toEqual([
            kernel,
            expected[kernel].values.map(Number),
          ]);
        }
      },
    );
  },
);

describe('NaN comes through, as with PyTorch', () => {
  it.each(['Maximum', 'Minimum'] as const)('%s', (kernel) => {
    const { a, b } = golden.binary;
    expect(output(kernel, { a: input(a), b: input(b) }, {})).toEqual(
      golden.binary[kernel].values.map(Number),
    );
  });

  it.each(Object.keys(golden.unary).filter((name) => name !== 'x'))('%s', (kernel) => {
    const attrs = { alpha: 0.25, clipValueMin: -1, clipValueMax: 1 };
    const values = output(kernel, { x: input(golden.unary['x']!) }, attrs);
    for (const [at, expected] of golden.unary[kernel]!.values.map(Number).entries()) {
      if (Number.isFinite(expected)) expect(values[at]).toBeCloseTo(expected, 6);
      else expect([at, values[at]]).toEqual([at, expected]);
    }
  });
});
