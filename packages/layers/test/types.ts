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

/*
 * What the compiler must follow, and what it must refuse: `pnpm run typecheck` is the test, and nothing here is ever run.
 * An `@ts-expect-error` above a line that compiles is an error itself.
 */

/** Compiles only where the two types are the same. */
function isExactly<Expected>() {
  return {
    of: <Actual>(
      _: Actual,
      ..._same: [Expected, Actual] extends [Actual, Expected] ? [] : ['the types differ']
    ): void => {},
  };
}

const dense = input(784).to(relu(500), dropout(0.5), softmax(10));
const image = join(input([8, 8, 1]), conv2d(4, 3), relu());
const many = [10, 20].map((units) => relu(units));
const own = layer({ kind: 'own', forward: (x) => x });

export const shapesThatTypesCarry: readonly (() => void)[] = [
  () => isExactly<readonly [784]>().of(dense.inputShape),
  () => isExactly<readonly [10]>().of(dense.outputShape),
  () => isExactly<readonly [number, number, 4]>().of(image.outputShape),
  () => isExactly<readonly [number]>().of(image.to(flatten()).outputShape),
  () => isExactly<readonly [2, 3]>().of(input(6).to(reshape([2, 3])).outputShape),
  () => isExactly<readonly number[]>().of(input(3).to(...many).outputShape),
  () => isExactly<Layer>().of(own),
  () => isExactly<readonly number[]>().of(input(3).to(own).outputShape),
  // @ts-expect-error the network has ten outputs
  () => isExactly<readonly [11]>().of(dense.outputShape),
];

export const whatIsRefused: readonly (() => unknown)[] = [
  // @ts-expect-error a layer must be made: relu(10)
  () => input(3).to(relu),
  // @ts-expect-error the name of an option is misspelled
  () => linear(3, { wieght: 1 }),
  // @ts-expect-error a bias cannot be text
  () => input(3).to(linear(3, { bias: 'none' })),
  // @ts-expect-error there is no such padding
  () => conv2d(3, 3, { padding: 'full' }),
  // @ts-expect-error there is no such kind of output
  () => layer({ kind: 'x', outputs: 'logits', forward: (x) => x }),
  () =>
    layer({
      kind: 'x',
      parameters: () => ({ factor: { shape: [1], value: 1 } }),
      // @ts-expect-error the parameter is called factor
      forward: (x, { facto }) => facto ?? x,
    }),
];
