import { add, average, maximum, multiply } from '@neutype/layers';
import { type Constant, onlyValue } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { View } from '../view.js';
import { geluOf, selfGated } from './activations.js';
import { merged, ranked } from './alignment.js';
import { masked, timesNumber } from './scores.js';
import { mapped, plusConstant, timesConstant } from './shifts.js';

export function sum(node: NodeReading): readonly Value[] {
  const [one, other] = node.inputs;
  for (const [value, constant] of [
    [one, other],
    [other, one],
  ]) {
    if (constant?.kind !== 'constant') continue;
    if (value?.kind === 'view') return [plusConstant(node, value, constant)];
    if (value?.kind === 'scores') return [masked(node, value, constant)];
    if (value?.kind === 'erf' && onlyValue(constant) === 1 && !value.plusOne)
      return [{ ...value, plusOne: true }];
  }
  return [merged(node, [node.view(0), node.view(1)], add())];
}

export function difference(node: NodeReading): readonly Value[] {
  const [one, other] = node.inputs;
  if (one?.kind === 'view' && other?.kind === 'constant') {
    return [
      plusConstant(
        node,
        one,
        mapped(other, (value) => -value),
      ),
    ];
  }
  const negative = negated(node.view(1));
  if (one?.kind === 'constant') return [plusConstant(node, negative, one)];
  return [merged(node, [node.view(0), negative], add())];
}

function negated(view: View): View {
  return { ...view, factor: -view.factor };
}

export function negative(node: NodeReading): readonly Value[] {
  return [negated(node.view(0))];
}

export function product(node: NodeReading): readonly Value[] {
  const [one, other] = node.inputs;
  for (const [value, factor] of [
    [one, other],
    [other, one],
  ]) {
    if (value?.kind === 'scores' && factor?.kind === 'constant') return [timesNumber(node, value, factor)];
    if (value?.kind === 'view' && factor?.kind === 'constant') return [timesConstant(node, value, factor)];
    if (value?.kind === 'view' && factor?.kind === 'erf' && factor.plusOne) {
      const gelu = geluOf(node, value, factor.of);
      if (gelu !== undefined) return [gelu];
    }
  }
  const [x, y] = [node.view(0), node.view(1)];
  return [selfGated(node, x, y) ?? productOf(node, x, y)];
}

function productOf(node: NodeReading, x: View, y: View): View {
  const rank = Math.max(x.axes.length, y.axes.length);
  const plain = [x, y].map((view) => ({ ...ranked(view, rank), factor: 1 }));
  const view = merged(node, plain, multiply());
  return { ...view, factor: x.factor * y.factor };
}

export function quotient(node: NodeReading): readonly Value[] {
  const [value, by] = node.inputs;
  if (by?.kind !== 'constant') {
    throw node.error(
      'a constant to divide by',
      'another',
      'A layer of your own can divide: layer({ kind, forward }).',
    );
  }
  const inverse: Constant = mapped(by, (each) => 1 / each);
  if (value?.kind === 'scores') return [timesNumber(node, value, inverse)];
  return [timesConstant(node, node.view(0), inverse)];
}

export function errorFunction(node: NodeReading): readonly Value[] {
  return [{ kind: 'erf', of: node.view(0), plusOne: false }];
}

const MERGES = { Sum: add, Mean: average, Max: maximum };

/** Operators of any number of inputs. */
export function several(node: NodeReading): readonly Value[] {
  const views = node.inputs.map((_, index) => node.view(index));
  const make = MERGES[node.operator as keyof typeof MERGES];
  return [views.length === 1 ? views[0]! : merged(node, views, make())];
}
