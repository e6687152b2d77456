import { describe, expect, it } from '@jest/globals';
import {
  conv2d,
  dropout,
  flatten,
  input,
  join,
  type Layer,
  layer,
  linear,
  relu,
  reshape,
  softmax,
} from '../src/index.js';

/** Compiles only where the two types are the same. */
const isExactly = <Expected>() => ({
  of: <Actual>(
    _: Actual,
    ..._same: [Expected, Actual] extends [Actual, Expected] ? [] : ['the types differ']
  ) => true,
});

describe('types carry shapes', () => {
  it('through dense layers', () => {
    const network = input(784).to(relu(500), dropout(0.5), softmax(10));
    isExactly<readonly [784]>().of(network.inputShape);
    isExactly<readonly [10]>().of(network.outputShape);
    // @ts-expect-error the network has ten outputs
    const eleven: readonly [11] = network.outputShape;
    expect(eleven).toEqual([10]);
  });

  it('through join, and layers that keep the shape', () => {
    const network = join(input([8, 8, 1]), conv2d(4, 3), relu());
    isExactly<readonly [number, number, 4]>().of(network.outputShape);
    isExactly<readonly [number]>().of(network.to(flatten()).outputShape);
    isExactly<readonly [2, 3]>().of(input(6).to(reshape([2, 3])).outputShape);
    expect(network.outputShape).toEqual([6, 6, 4]);
  });

  it('of layers whose shapes nobody told, as far as they are known', () => {
    const hidden = [10, 20].map((units) => relu(units));
    isExactly<readonly number[]>().of(input(3).to(...hidden).outputShape);
    const own = layer({ kind: 'own', forward: (x) => x });
    isExactly<Layer>().of(own);
    isExactly<readonly number[]>().of(input(3).to(own).outputShape);
    expect(input(3).to(...hidden, own).outputShape).toEqual([20]);
  });

  it('and refuse what cannot be', () => {
    const wrong = [
      // @ts-expect-error a layer must be made: relu(10)
      () => input(3).to(relu),
      // @ts-expect-error the name of an option is misspelt
      () => linear(3, { wieght: 1 }),
      // @ts-expect-error a bias cannot be text
      () => input(3).to(linear(3, { bias: 'none' })),
      // @ts-expect-error there is no such padding
      () => conv2d(3, 3, { padding: 'full' }),
      () =>
        layer({
          kind: 'x',
          parameters: () => ({ factor: { shape: [1], value: 1 } }),
          // @ts-expect-error the parameter is called factor
          forward: (x, { facto }) => facto ?? x,
        }),
    ];
    for (const build of wrong.slice(0, 4)) expect(build).toThrow();
  });
});
