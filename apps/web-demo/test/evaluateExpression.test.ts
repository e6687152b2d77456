import { describe, expect, it } from '@jest/globals';
import { evaluateExpression } from '../src/architecture/evaluateExpression.js';

const calls: unknown[][] = [];
const scope = {
  layer: (...args: unknown[]) => {
    calls.push(args);
    return { to: (...next: unknown[]) => ['to', args, next] };
  },
};

describe('evaluateExpression', () => {
  it('calls layers and chains them', () => {
    expect(evaluateExpression('layer(784).to(1, -2.5)', scope)).toEqual(['to', [784], [1, -2.5]]);
  });

  it('takes lists, texts and options', () => {
    calls.length = 0;
    evaluateExpression(`layer([3, 3, 32], { padding: 'same', "stride": 2, bias: null, named: true })`, scope);
    expect(calls).toEqual([[[3, 3, 32], { padding: 'same', stride: 2, bias: null, named: true }]]);
  });

  it.each([
    ['globalThis', /no layer globalThis/],
    ['layer.constructor("return 1")', /no method \.constructor/],
    ['layer(1).__proto__', /can stand here/],
    ['toString()', /no layer toString/],
    ['layer(1)["to"](2)', /Only layers and \.to/],
    ['layer(1 + 1)', /can stand here/],
    ['layer(!1)', /operator !/],
    ['a = 1', /./],
    ['', /Write an architecture/],
    ['layer(784).to(', /./],
  ])('refuses %s', (source, message) => {
    expect(() => evaluateExpression(source, scope)).toThrow(message);
  });
});
