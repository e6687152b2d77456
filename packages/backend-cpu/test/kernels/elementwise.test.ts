import { describe, expect, it } from '@jest/globals';
import { difference, disagreement, type Input, leavesToStock, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { broadcastPartner, randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 60;
/** One rounding of float32, relative. */
const ULP = 2 ** -23;
/** The smallest normal float32: what underflows may be flushed or rounded away. */
const TINY = 2 ** -126;

function input(shape: number[], random: () => number, special: boolean): Input {
  return {
    values: values(sizeOf(shape), random, special),
    shape,
  };
}

/**
 * Correctly rounded operations agree exactly with stock, which rounds a float64 result. The Cephes functions are
 * within two units in the last place of the exact result for their polynomial, one more for stock's own rounding;
 * functions made of several steps add one for each.
 */
const unary = [
  { kernel: 'Relu', relative: 0, absolute: 0 },
  { kernel: 'Neg', relative: 0, absolute: 0 },
  { kernel: 'Abs', relative: 0, absolute: 0 },
  { kernel: 'Square', relative: 0, absolute: 0 },
  { kernel: 'Sqrt', relative: 0, absolute: 0 },
  { kernel: 'Rsqrt', relative: 2 * ULP, absolute: 0 },
  { kernel: 'Reciprocal', relative: 0, absolute: 0 },
  { kernel: 'Exp', relative: 3 * ULP, absolute: 2 ** -149 },
  { kernel: 'Log', relative: 3 * ULP, absolute: 0 },
  { kernel: 'Sigmoid', relative: 5 * ULP, absolute: TINY },
  { kernel: 'Tanh', relative: 4 * ULP, absolute: 0 },
  { kernel: 'Relu6', relative: 0, absolute: 0 },
  { kernel: 'LeakyRelu', attrs: { alpha: 0.3 }, relative: 2 * ULP, absolute: 2 ** -149 },
  // e^x - 1 is taken from a rounded e^x <= 1.
  { kernel: 'Elu', relative: 0, absolute: 3 * ULP },
  { kernel: 'Step', attrs: { alpha: 0.25 }, relative: 0, absolute: 0 },
  { kernel: 'Softplus', relative: 6 * ULP, absolute: 4 * ULP },
  { kernel: 'Sign', relative: 0, absolute: 0 },
  { kernel: 'Floor', relative: 0, absolute: 0 },
  { kernel: 'Ceil', relative: 0, absolute: 0 },
  { kernel: 'Round', relative: 0, absolute: 0 },
  { kernel: 'Expm1', relative: 5 * ULP, absolute: 0 },
  { kernel: 'Log1p', relative: 4 * ULP, absolute: 0 },
  { kernel: 'Sin', relative: 2 * ULP, absolute: 0 },
  { kernel: 'Cos', relative: 2 * ULP, absolute: 0 },
  { kernel: 'Tan', relative: 2 * ULP, absolute: 0 },
  // Stock takes e^x - 1 from a rounded e^x of float64.
  { kernel: 'Selu', relative: 6 * ULP, absolute: 2 ** -52 },
  { kernel: 'IsNan', relative: 0, absolute: 0 },
  { kernel: 'IsInf', relative: 0, absolute: 0 },
  { kernel: 'IsFinite', relative: 0, absolute: 0 },
  { kernel: 'ClipByValue', attrs: { clipValueMin: -0.75, clipValueMax: 1.5 }, relative: 0, absolute: 0 },
];

describe.each(unary)('$kernel', ({ kernel, attrs = {}, relative, absolute }) => {
  it.each(['ordinary', 'special'])('agrees with stock tfjs on %s values', (kind) => {
    const random = randomSource(11);
    const found = Array.from({ length: CASES }, () => {
      const x = input(randomShape(random), random, kind === 'special');
      return disagreement({ kernel, inputs: { x }, attrs }, { relative, absolute });
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('agrees over the whole range of float32', () => {
    const bits = Uint32Array.from({ length: 20_000 }, (_, index) => Math.imul(index, 214_748));
    const x = { values: new Float32Array(bits.buffer), shape: [bits.length] };
    expect(
      disagreement({ kernel, inputs: { x }, attrs }, { relative, absolute: Math.max(absolute, 2 ** -149) }),
    ).toBe(undefined);
  });
});

const binary = [
  { kernel: 'Add', relative: 0 },
  { kernel: 'Sub', relative: 0 },
  { kernel: 'Multiply', relative: 0 },
  { kernel: 'RealDiv', relative: 0 },
  { kernel: 'SquaredDifference', relative: 2 * ULP },
  { kernel: 'Maximum', relative: 0 },
  { kernel: 'Minimum', relative: 0 },
  { kernel: 'Mod', relative: ULP },
  { kernel: 'FloorDiv', relative: 0 },
  { kernel: 'Pow', relative: 2 * ULP },
  { kernel: 'Atan2', relative: 2 * ULP },
  { kernel: 'Greater', relative: 0 },
  { kernel: 'GreaterEqual', relative: 0 },
  { kernel: 'Less', relative: 0 },
  { kernel: 'LessEqual', relative: 0 },
  { kernel: 'Equal', relative: 0 },
  { kernel: 'NotEqual', relative: 0 },
];

describe.each(binary)('$kernel', ({ kernel, relative }) => {
  it.each(['ordinary', 'special'])('agrees with stock tfjs on %s values, broadcast', (kind) => {
    const random = randomSource(12);
    const found = Array.from({ length: 2 * CASES }, () => {
      const shape = randomShape(random, 5);
      const special = kind === 'special';
      const other = input(broadcastPartner(shape, random), random, special);
      const one = input(random() < 0.5 ? shape : broadcastPartner(shape, random), random, special);
      const [a, b] = random() < 0.5 ? [one, other] : [other, one];
      return compatible(a.shape, b.shape)
        ? disagreement({ kernel, inputs: { a, b } }, { relative, absolute: TINY * relative })
        : undefined;
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each([
    [[70_001], [70_001]],
    [[70_001], []],
    [
      [2, 40_000],
      [2, 1],
    ],
    [[1100, 64], [64]],
    [
      [1, 65, 1],
      [20, 1, 33],
    ],
  ])('agrees on large shapes [%s] and [%s]', (shapeA, shapeB) => {
    const random = randomSource(13);
    const inputs = { a: input(shapeA, random, false), b: input(shapeB, random, false) };
    expect(disagreement({ kernel, inputs }, { relative })).toBe(undefined);
  });
});

function compatible(a: readonly number[], b: readonly number[]): boolean {
  return a.every((_, index) => {
    const left = a[a.length - 1 - index]!;
    const right = b[b.length - 1 - index] ?? 1;
    return left === right || left === 1 || right === 1;
  });
}

describe('Erf', () => {
  /** 2/√π e^-x² Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, all of whose terms have one sign (Abramowitz and Stegun, 7.1.6). */
  function exact(x: number): number {
    if (Math.abs(x) > 6) return Math.sign(x);
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }

  it('lies within four units in the last place of its series in float64', () => {
    const given = Float32Array.from({ length: 20_001 }, (_, index) => (index - 10_000) / 2000);
    given.set([1e-30, -1e-10, 1e-40, 5, -7, Infinity, -Infinity, NaN]);
    const [y] = runOn('cpu', 'Erf', { x: { values: given, shape: [given.length] } });
    const expected = { ...y!, values: Float64Array.from(given, exact) };
    expect(difference(y!, expected, { relative: 4 * ULP, absolute: 2 ** -149 })).toBe(undefined);
  });
});

describe('Pow', () => {
  it('is exact where the exponent is a whole number and float32 holds the result', () => {
    const bases = [-3, -2, -1, 0, 1, 2, 3, 5, 1.5];
    const exponents = [0, 1, 2, 3, 4, 7, 10];
    const a: Input = { values: bases.flatMap((base) => exponents.map(() => base)), shape: [63] };
    const b: Input = { values: bases.flatMap(() => exponents), shape: [63] };
    expect(Array.from(runOn('cpu', 'Pow', { a, b })[0]!.values)).toEqual(
      bases.flatMap((base) => exponents.map((exponent) => Math.fround(base ** exponent))),
    );
  });
});

describe('operations on conditions and on whole numbers', () => {
  it('agree with stock tfjs, broadcast', () => {
    const random = randomSource(18);
    const whole = (shape: number[]): Input => ({
      values: Int32Array.from({ length: sizeOf(shape) }, () => Math.floor(random() * 40_000 - 20_000)),
      shape,
      dtype: 'int32',
    });
    const conditions = (shape: number[]): Input => ({
      values: Uint8Array.from({ length: sizeOf(shape) }, () => Number(random() < 0.5)),
      shape,
      dtype: 'bool',
    });
    const logical = ['LogicalAnd', 'LogicalOr'];
    const integer = ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum'];
    const comparing = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'];
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random);
      const partner = broadcastPartner(shape, random);
      const binary = (kernels: readonly string[], make: (shape: number[]) => Input) =>
        kernels.map((kernel) => ({ kernel, inputs: { a: make(shape), b: make(partner) } }));
      const cases = [
        ...binary(logical, conditions),
        ...binary([...integer, ...comparing], whole),
        ...['Neg', 'Abs'].map((kernel) => ({ kernel, inputs: { x: whole(shape) } })),
        { kernel: 'LogicalNot', inputs: { x: conditions(shape) } },
        { kernel: 'Select', inputs: { condition: conditions(shape), t: whole(shape), e: whole(shape) } },
        {
          kernel: 'Select',
          inputs: { condition: conditions(shape), t: conditions(shape), e: conditions(shape) },
        },
      ];
      return cases.map((one) => disagreement(one, { relative: 0 }));
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });

  it('truncate floats to whole numbers as an Int32Array does', () => {
    const given = [0.9, -0.9, 1e9, -3e9, 2 ** 31, 2 ** 32 + 512, 1e20, 3e38, NaN, Infinity, -Infinity];
    const x: Input = { values: given, shape: [given.length] };
    const [y] = runOn('cpu', 'Cast', { x }, { dtype: 'int32' });
    expect(y!.values).toEqual(Int32Array.from(Float32Array.from(given)));
  });
});

describe('Prelu, EluGrad and Select', () => {
  it('agree with stock tfjs', () => {
    const random = randomSource(14);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random);
      const x = input(shape, random, true);
      const y = input(shape, random, false);
      const condition: Input = {
        values: Uint8Array.from({ length: sizeOf(shape) }, () => Number(random() < 0.5)),
        shape,
        dtype: 'bool',
      };
      return [
        disagreement(
          { kernel: 'Prelu', inputs: { x, alpha: input(broadcastPartner(shape, random), random, false) } },
          { relative: 0 },
        ),
        disagreement({ kernel: 'EluGrad', inputs: { dy: y, y: x } }, { relative: 2 * ULP }),
        disagreement({ kernel: 'Select', inputs: { condition, t: x, e: y } }, { relative: 0 }),
      ];
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });
});

leavesToStock('Fill', (_, { dtype }) => dtype === 'bool');
leavesToStock('ZerosLike', ({ x }) => x!.dtype === 'bool');
leavesToStock('OnesLike', ({ x }) => x!.dtype === 'bool');
describe('Fill, ZerosLike, OnesLike and Cast', () => {
  it('agree with stock tfjs', () => {
    const random = randomSource(15);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random);
      const count = sizeOf(shape);
      const floats = input(shape, random, false);
      const ints: Input = { values: values(count, random).map(Math.trunc), shape, dtype: 'int32' };
      const bools: Input = {
        values: values(count, random).map((value) => Number(value > 0)),
        shape,
        dtype: 'bool',
      };
      return [
        ...['float32', 'int32', 'bool'].map((dtype) =>
          disagreement({ kernel: 'Fill', inputs: {}, attrs: { shape, value: 1, dtype } }, { relative: 0 }),
        ),
        ...[floats, ints, bools].flatMap((x) => [
          disagreement({ kernel: 'ZerosLike', inputs: { x } }, { relative: 0 }),
          disagreement({ kernel: 'OnesLike', inputs: { x } }, { relative: 0 }),
          ...['float32', 'int32', 'bool'].map((dtype) =>
            disagreement({ kernel: 'Cast', inputs: { x }, attrs: { dtype } }, { relative: 0 }),
          ),
        ]),
      ];
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });
});
