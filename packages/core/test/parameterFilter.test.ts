import { describe, expect, it } from '@jest/globals';
import { OptionError, Parameter, type ParameterFilter, parameterMatcher, useBackend } from '../src/index.js';
import '@tensorflow/tfjs-backend-cpu';

const shapes = {
  'conv2d-1.weight': [3, 3, 1, 2],
  'conv2d-1.bias': [2],
  'conv2d-10.weight': [3, 3, 2, 2],
  'batch-norm-1.gamma': [2],
  'softmax-1.weight': [8, 3],
};

function chosen(filter: ParameterFilter): string[] {
  return Object.entries(shapes)
    .map(([name, shape]) => ({ name, shape }))
    .filter(parameterMatcher(filter, 'option filter'))
    .map(({ name }) => name);
}

describe('a filter of parameters', () => {
  it.each<[string, ParameterFilter, string[]]>([
    ['the whole name', 'conv2d-1.weight', ['conv2d-1.weight']],
    [
      'the name of a layer, and not of one that begins alike',
      'conv2d-1',
      ['conv2d-1.weight', 'conv2d-1.bias'],
    ],
    ['the name within a layer', 'bias', ['conv2d-1.bias']],
    ['a pattern', /^conv2d-.*weight$/, ['conv2d-1.weight', 'conv2d-10.weight']],
    ['a function of the name', (name) => name.startsWith('softmax'), ['softmax-1.weight']],
    ['a function of the shape', (_, shape) => shape.length === 1, ['conv2d-1.bias', 'batch-norm-1.gamma']],
    ['a list of several', ['bias', /gamma/], ['conv2d-1.bias', 'batch-norm-1.gamma']],
    ['an empty list', [], []],
    ['a part of a word', 'weigh', []],
  ])('takes %s', (_, filter, expected) => {
    expect(chosen(filter)).toEqual(expected);
  });

  it('looks at each name from its start, also by a pattern that remembers where it was', () => {
    expect(chosen(/weight/g)).toEqual(chosen(/weight/));
  });

  it('refuses what is no filter', () => {
    expect(() => parameterMatcher(3 as never, 'option filter')).toThrow(OptionError);
    expect(() => parameterMatcher(['bias', null as never], 'option filter')).toThrow(
      'option filter: expected the name of a parameter or layer, a pattern, a function of name and shape, or a list of these, got null.',
    );
  });
});

describe('a parameter that is frozen', () => {
  it('is not trainable until it is set free, on the host and on a backend', async () => {
    await useBackend('cpu');
    const parameter = new Parameter({ name: 'weight', shape: [1], values: [1] });
    parameter.trainable = false;
    expect([parameter.trainable, parameter.frozen, parameter.variable.trainable]).toEqual([
      false,
      true,
      false,
    ]);
    parameter.trainable = true;
    expect([parameter.trainable, parameter.frozen, parameter.variable.trainable]).toEqual([
      true,
      false,
      true,
    ]);
    parameter.dispose();
  });

  it('is another thing than one that is gathered, which cannot be trained', () => {
    const gathered = new Parameter({ name: 'mean', shape: [1], trainable: false });
    expect(gathered.frozen).toBe(false);
    gathered.trainable = false;
    expect(() => {
      gathered.trainable = true;
    }).toThrow('Make it trainable, and freeze it until then.');
    expect(() => {
      gathered.trainable = 'no' as never;
    }).toThrow("parameter mean, trainable: expected true or false, got 'no'.");
  });
});
